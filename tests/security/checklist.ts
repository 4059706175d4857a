// The 78 security checks: for each what it asks, and the tests that show it or why nothing here can. Run as a program it prints
// the list: `npm run checklist`.

export interface Check {
  readonly number: number;
  readonly what: string;
  /** File below tests/ and a piece of the title; empty when nothing shows it. */
  readonly shown: readonly (readonly [file: string, title: string])[];
  /** What of it is not shown, and why. */
  readonly open?: string;
}

const lockDown = 'electron/lock-down.test.ts';
const address = 'electron/address.test.ts';
const byHand = 'e2e/escape-by-hand.test.ts';
const byPage = 'e2e/escape-by-page.test.ts';
const shell = 'e2e/electron.test.ts';
const packaged = 'e2e/package.test.ts';
const source = 'security/source.test.ts';
const linux = 'security/linux.test.ts';
const served = 'controller/window-server.test.ts';
const central = 'central/central-suite.ts';

const optionsExact = [lockDown, 'are exactly these in a kiosk'] as const;

/** In the order of the numbers. */
export const checks: readonly Check[] = [
  {
    number: 1,
    what: 'no Node in the window, its workers or frames',
    shown: [optionsExact, [shell, 'gives the page call and onView, and nothing of Node or Electron']],
  },
  {
    number: 2,
    what: 'context isolation and sandbox for every page',
    shown: [
      optionsExact,
      [source, 'H2 turns the sandbox of every page on'],
      [packaged, 'H2 H46 shows its window from a sandboxed page'],
    ],
  },
  { number: 3, what: 'web security on, no insecure content, no experimental features', shown: [optionsExact] },
  { number: 4, what: 'no webview', shown: [optionsExact, [lockDown, 'gets nothing at %s']] },
  { number: 5, what: 'no developer tools', shown: [optionsExact, [byHand, 'H28 %s: no key has an effect']] },
  {
    number: 6,
    what: 'options are frozen and never mixed with configuration',
    shown: [[lockDown, 'are frozen and take nothing from whatever else an order holds']],
  },
  {
    number: 7,
    what: 'exactly one window',
    shown: [
      [lockDown, 'gets no second window'],
      [byPage, 'H7 opens no window, however it is asked for'],
      [byPage, 'H7 H40 gets its window again when it has closed it'],
    ],
  },
  {
    number: 8,
    what: 'only the app’s own address',
    shown: [
      [address, 'is never %j'],
      [lockDown, 'stays where it is at %s'],
      [byPage, 'H8 goes to none of'],
    ],
  },
  {
    number: 9,
    what: 'pages from a scheme of their own, never from outside their folder',
    shown: [
      [address, 'do not include %s'],
      [address, 'can only be read'],
    ],
  },
  {
    number: 10,
    what: 'the strictest content policy',
    shown: [
      [address, 'come under a policy that begins with nothing and never says unsafe'],
      [shell, 'runs no inline script and no text as a script'],
    ],
  },
  {
    number: 11,
    what: 'the other headers',
    shown: [
      [address, 'are sent with their kind and the whole policy'],
      [address, 'come under a policy that begins with nothing and never says unsafe'],
    ],
  },
  {
    number: 12,
    what: 'every permission is denied',
    shown: [
      [lockDown, 'denies every permission that Electron knows'],
      [byPage, 'H12 H13 is granted no permission and no device'],
    ],
  },
  {
    number: 13,
    what: 'no device for a page',
    shown: [
      [lockDown, 'downloads nothing and lets no device be chosen'],
      [byPage, 'H12 H13 is granted no permission and no device'],
    ],
  },
  {
    number: 14,
    what: 'the preload exposes two functions',
    shown: [
      [shell, 'gives the page call and onView, and nothing of Node or Electron'],
      [source, 'H14 gives the page one bridge'],
    ],
  },
  {
    number: 15,
    what: 'messages are checked, limited and answered to the right page alone',
    shown: [
      ['electron/link.test.ts', 'is not moved by garbage from either side'],
      ['electron/link.test.ts', 'lets no more than 20 calls a second through'],
      [byPage, 'H15 H69 gets from a thousand calls'],
    ],
  },
  {
    number: 16,
    what: 'a view holds no more of a person than its screen needs',
    shown: [
      ['controller/identity.test.ts', 'keeps only the hash, the masks and the days of a card'],
      ['e2e/session-end.test.ts', 'H43 H61 leaves nothing of the person'],
    ],
  },
  { number: 17, what: 'no other program is asked to open anything', shown: [[source, 'H17 asks no other program']] },
  {
    number: 18,
    what: 'no script or markup made of text',
    shown: [
      [source, 'H18 makes no script'],
      [shell, 'runs no inline script and no text as a script'],
    ],
  },
  {
    number: 19,
    what: 'no certificate is waved through',
    shown: [
      [lockDown, 'is given no bad certificate'],
      [source, 'H19 turns no check of a certificate off'],
      ['faults/matrix.test.ts', '$id: $what'],
    ],
    open: 'no certificate is pinned; the kiosk trusts the authorities of its system',
  },
  {
    number: 20,
    what: 'no downloads',
    shown: [
      [lockDown, 'downloads nothing and lets no device be chosen'],
      [byPage, 'H20 downloads nothing'],
    ],
  },
  {
    number: 21,
    what: 'nothing is completed, translated, spelled or remembered',
    shown: [
      [source, 'H21 keeps no form'],
      [lockDown, 'pairs nothing, protects every class of USB device and checks no spelling'],
    ],
  },
  {
    number: 22,
    what: 'the browser keeps nothing after a session',
    shown: [
      [shell, 'keeps nothing on the disk that the page stored'],
      ['e2e/session-end.test.ts', 'H22 clears storage, caches, cookies and the clipboard'],
    ],
  },
  {
    number: 23,
    what: 'every fuse is set',
    shown: [
      ['electron/package.test.ts', 'has every fuse set'],
      [packaged, 'H23 has every fuse of this Electron set'],
    ],
    open: 'the eighth fuse is read back only where the Electron at hand has it (29 and later)',
  },
  {
    number: 24,
    what: 'one archive, native modules alone beside it',
    shown: [
      ['electron/package.test.ts', 'is one archive with the native modules alone beside it'],
      [packaged, 'H24 is one archive'],
    ],
  },
  {
    number: 25,
    what: 'a supported Electron, no known hole in a package',
    shown: [[source, 'H27 H25 takes packages from the registry alone']],
    open: 'which lines are supported and which holes are known only a network can say: `npm audit` before a release',
  },
  {
    number: 26,
    what: 'electronegativity is clean',
    shown: [optionsExact],
    open: 'the tool reads no options that are held in a variable; the options themselves are compared instead',
  },
  {
    number: 27,
    what: 'lock file, digests, a list of install scripts',
    shown: [[source, 'H27 H25 takes packages from the registry alone']],
    open: 'the list of parts is made by `npm sbom` before a release, and not kept',
  },
  {
    number: 28,
    what: 'no key leaves the kiosk',
    shown: [
      ['electron/keys.test.ts', 'do nothing with %s'],
      [byHand, 'H28 %s: no key has an effect'],
    ],
  },
  {
    number: 29,
    what: 'no key of the system either',
    shown: [[linux, 'H29 leave no key']],
    open: 'whether X and the kernel obey needs a real console; Windows is a recipe in words',
  },
  { number: 30, what: 'no swipe to another page', shown: [[byHand, 'H30 a swipe from any edge']] },
  { number: 31, what: 'nothing is enlarged', shown: [[byHand, 'H31 two fingers and two taps']] },
  {
    number: 32,
    what: 'no menu, no chosen text, nothing dropped',
    shown: [
      [byHand, 'H32 a long press'],
      [byHand, 'H32 a file or a link that is dropped'],
    ],
  },
  {
    number: 33,
    what: 'no print dialog',
    shown: [
      [byPage, 'H33 H39 has no dialog of %s'],
      [source, 'H33 H34 H36'],
    ],
  },
  {
    number: 34,
    what: 'no file dialog',
    shown: [
      [byPage, 'H34 has no dialog in which files could be chosen'],
      [source, 'H33 H34 H36'],
    ],
    open: 'a page that runs foreign script could make an input for files; Electron has no switch against it, the policy keeps foreign script out',
  },
  {
    number: 35,
    what: 'text from outside is text',
    shown: [
      ['ui/screens.test.tsx', 'takes hostile text as text wherever text comes from outside'],
      [byPage, 'H35 asks no other program'],
    ],
  },
  {
    number: 36,
    what: 'no keyboard or input method of the system',
    shown: [
      [source, 'H33 H34 H36'],
      [linux, 'H42 H36'],
    ],
  },
  {
    number: 37,
    what: 'a strange USB device is not let in',
    shown: [
      [byHand, 'H28 %s: no key has an effect'],
      [linux, 'H37 let in no device'],
    ],
    open: 'a plugged device is told by USBGuard in the system’s journal, not in the audit log',
  },
  {
    number: 38,
    what: 'no stick is mounted',
    shown: [[linux, 'H38 mount no stick']],
    open: 'whether udisks obeys needs a real stick',
  },
  {
    number: 39,
    what: 'no dialog of a crash',
    shown: [
      ['e2e/never-bare.test.ts', 'H39 H40 never shows what is behind it'],
      ['e2e/never-bare.test.ts', 'H39 shows no dialog'],
    ],
  },
  {
    number: 40,
    what: 'never a desktop',
    shown: [
      ['e2e/never-bare.test.ts', 'H40 shows nothing but the empty ground'],
      [linux, 'H40 start the shell with no desktop'],
    ],
    open: 'for how long the empty ground, in the colour of the shell, is seen while the whole shell starts again is not bounded by a test',
  },
  {
    number: 41,
    what: 'staff need card and PIN, counted and on record',
    shown: [
      ['core/visiting.test.ts', 'I9 waits 15 s after the fifth wrong PIN'],
      ['core/open-all.test.ts', 'LE10 are needed'],
    ],
  },
  {
    number: 42,
    what: 'no sticky keys, no helpers of a desktop',
    shown: [[linux, 'H42 H36']],
    open: 'Windows is a recipe in words',
  },
  {
    number: 43,
    what: 'a session ends by itself and leaves nothing',
    shown: [
      ['core/visiting.test.ts', 'ends a visit that nobody touches, and wipes what is left of it'],
      ['ui/window.test.ts', 'keeps nothing of a person after the session'],
      ['e2e/session-end.test.ts', 'H43 H61 leaves nothing of the person'],
    ],
  },
  { number: 44, what: 'no remote debugging', shown: [[packaged, 'H44 H45 does not start with %s']] },
  {
    number: 45,
    what: 'no switch from the command line',
    shown: [
      ['electron/arguments.test.ts', 'does not start a packaged kiosk with %s, wherever it stands'],
      [packaged, 'H44 H45 does not start with %s'],
    ],
  },
  {
    number: 46,
    what: 'listens on this machine alone, or nowhere',
    shown: [
      [served, 'listens on this machine alone'],
      [source, 'H46 listens on this machine alone'],
      [packaged, 'H2 H46 shows its window from a sandboxed page and listens nowhere'],
    ],
  },
  { number: 47, what: 'answers only to its own name', shown: [[served, 'answers only to its own name']] },
  { number: 48, what: 'no WebSocket without an origin', shown: [[source, 'H48 opens no WebSocket']] },
  {
    number: 49,
    what: 'no change by a question, no leave for another origin',
    shown: [
      [served, 'changes nothing but by a call with its token in JSON'],
      ['hall/panel-server.test.ts', 'changes nothing by a method that only asks'],
    ],
  },
  {
    number: 50,
    what: 'limits of size and number',
    shown: [
      [served, 'refuses bodies that are not JSON, too long, or of another kind'],
      ['hall/panel-server.test.ts', 'reads no endless body'],
      ['central/rate-limit.test.ts', 'lets so many through in a window'],
    ],
    open: 'the times of headers and requests are set; no test waits for them',
  },
  {
    number: 51,
    what: 'no private network access',
    shown: [[served, 'changes nothing but by a call with its token in JSON']],
  },
  {
    number: 52,
    what: 'a kiosk signs, and nothing counts twice',
    shown: [
      [central, 'change nothing and say why when they are unsigned, forged, replayed, late, early or unreadable'],
      [central, 'of a computer that joins anew begin at 1'],
    ],
  },
  {
    number: 53,
    what: 'a kiosk sees and changes its own alone',
    shown: [
      [central, 'come to their kiosk only'],
      [central, 'belongs to one kiosk'],
    ],
  },
  {
    number: 54,
    what: 'the same again counts once, something else is an alarm',
    shown: [[central, 'raise an alarm when an id or a sequence number comes again with something else']],
  },
  {
    number: 55,
    what: 'roles, and two people for what opens everything',
    shown: [
      ['core/open-all.test.ts', 'LE10 are needed'],
      [central, 'asks for its token before anything else'],
    ],
  },
  {
    number: 56,
    what: 'no value in the text of a statement',
    shown: [[source, 'H56 puts no value into the text of a statement']],
    open: 'rights of the database user are the installation’s',
  },
  {
    number: 57,
    what: 'no more of a person than is needed',
    shown: [
      ['controller/identity.test.ts', 'keeps only the hash, the masks and the days of a card'],
      ['central/restart.test.ts', 'names nobody in any table, file or log line'],
    ],
    open: 'no job purges central by age',
  },
  {
    number: 58,
    what: 'nobody in a log',
    shown: [
      ['flows/demo.test.ts', 'writes nobody down in its words, in the files of kiosk and central, or in a log'],
      ['central/restart.test.ts', 'names nobody in any table, file or log line'],
    ],
  },
  {
    number: 59,
    what: 'no production on a trial database',
    shown: [['central/process.test.ts', 'refuses production on the trial database']],
    open: 'the kiosk takes http for central also outside a trial',
  },
  {
    number: 60,
    what: 'limits on guessing, comparison in constant time',
    shown: [
      ['central/rate-limit.test.ts', 'lets so many through in a window'],
      ['core/visiting.test.ts', 'I9 waits 15 s after the fifth wrong PIN'],
      ['core/agent-and-code.test.ts', 'I8 makes the whole kiosk wait'],
    ],
    open: 'constant time is by the function that is called, not measured',
  },
  {
    number: 61,
    what: 'nobody in clear in any file',
    shown: [
      ['security/at-rest.test.ts', 'H61 H64 a name is in no file in clear'],
      ['flows/demo.test.ts', 'writes nobody down in its words'],
      ['e2e/session-end.test.ts', 'H61 has written nothing of the person'],
    ],
  },
  {
    number: 62,
    what: 'numbers are looked up by a keyed hash',
    shown: [
      ['controller/identity.test.ts', 'keeps only the hash, the masks and the days of a card'],
      ['controller/identity.test.ts', 'knows nobody before enrolment'],
    ],
  },
  {
    number: 63,
    what: 'keys are kept from others',
    shown: [
      ['controller/keys.test.ts', 'is refused when others may read it'],
      ['controller/keys.test.ts', 'is never replaced when it is damaged'],
    ],
    open: 'the key file is not bound to the TPM by the program; the disk under it is (assets/linux/crypttab)',
  },
  {
    number: 64,
    what: 'what is deleted is overwritten, the journal emptied',
    shown: [['security/at-rest.test.ts', 'H61 H64 a name is in no file in clear']],
    open: 'the journal is emptied when the controller ends, not with each session; what it holds is sealed',
  },
  {
    number: 65,
    what: 'an altered record is found',
    shown: [
      ['controller/store/audit-log.test.ts', 'by making the whole chain anew is found by the signed head'],
      ['controller/store/audit-log.test.ts', 'is never said to be whole when a flipped byte'],
    ],
  },
  { number: 66, what: 'no memory on the disk', shown: [[linux, 'H66 write no memory of a process to the disk']] },
  {
    number: 67,
    what: 'no paper left in a spooler',
    shown: [
      ['controller/print-effects.test.ts', 'the end of a session purges both printers'],
      [linux, 'H67 keep no paper in a spooler'],
    ],
  },
  {
    number: 68,
    what: 'a restored copy begins anew',
    shown: [
      ['controller/store/store.test.ts', 'is kept aside and gives way to the newest backup that opens'],
      ['controller/sync/sync.test.ts', 'of a restored kiosk asks first'],
      ['core/boot.test.ts', 'SY8 after a backup had to be restored no cell is trusted'],
    ],
  },
  {
    number: 69,
    what: 'the window only asks',
    shown: [
      ['controller/windows.test.ts', 'are told what was wrong with a call, and nothing is done'],
      [byPage, 'H15 H69 gets from a thousand calls'],
      ['core/random-nights.test.ts', 'never pulses a lock without an order on record'],
    ],
  },
  {
    number: 70,
    what: 'no door faster than a coil, all doors only by two',
    shown: [
      ['support/lock-board-hardships.ts', 'lets an order wait until the coil has rested 3 s'],
      ['core/open-all.test.ts', 'LE10 are needed'],
    ],
    open: 'a key switch beside the two cards is not supported',
  },
  {
    number: 71,
    what: 'what comes over a wire is not believed',
    shown: [
      ['fuzz/fuzz.test.ts', '$name keeps its promises in a little noise'],
      ['support/lock-board-bad-line.ts', 'on which anything at all comes in'],
    ],
  },
  {
    number: 72,
    what: 'nor what a printer says',
    shown: [
      ['fuzz/fuzz.test.ts', '$name keeps its promises in a little noise'],
      ['documents/checked-pdf.test.ts', 'never throws, whatever is changed in it'],
    ],
  },
  {
    number: 73,
    what: 'nor what a card says',
    shown: [
      ['hardware/card-reader-sam/frames.test.ts', 'noise of any length never makes a card'],
      ['fuzz/fuzz.test.ts', '$name keeps its promises in a little noise'],
    ],
    open: 'photographs are not decoded at all',
  },
  {
    number: 74,
    what: 'codes lock, and count once',
    shown: [
      ['core/agent-and-code.test.ts', 'I8 is of no use after five wrong tries'],
      ['core/agent-and-code.test.ts', 'I8 counts a try before it is checked'],
    ],
  },
  {
    number: 75,
    what: 'signed updates that only go forward',
    shown: [],
    open: 'the kiosk does not update itself: packages come by the site’s own signed Debian repository',
  },
  {
    number: 76,
    what: 'a boot chain that is checked',
    shown: [
      [linux, 'H76 have a read-only root'],
      [linux, 'H76 are read by systemd without a word'],
      [packaged, 'H76 becomes a Debian package'],
    ],
    open: 'recipes; the chain itself needs the computer',
  },
  {
    number: 77,
    what: 'fire and power',
    shown: [
      ['core/hall-door.test.ts', 'E28 lets nobody be sent in'],
      ['core/power.test.ts', 'E17 begins no visit on battery'],
      ['support/hall-door-suite.ts', 'lets people out when the board is dead'],
    ],
  },
  {
    number: 78,
    what: 'the tamper contact is told',
    shown: [
      ['core/hall-door.test.ts', 'of the tamper contact begins and ends with it'],
      ['support/hall-door-suite.ts', 'sees the fire panel and the tamper contact'],
    ],
  },
];

if (import.meta.main) {
  for (const { number, what, shown, open } of checks) {
    console.log(
      `${String(number).padStart(2)} ${shown.length === 0 ? 'open ' : open === undefined ? 'shown' : 'part '} ${what}`,
    );
    for (const [file, title] of shown) console.log(`      tests/${file}: ${title}`);
    if (open !== undefined) console.log(`      not shown: ${open}`);
  }
  const full = checks.filter(({ shown, open }) => shown.length > 0 && open === undefined).length;
  const none = checks.filter(({ shown }) => shown.length === 0).length;
  console.log(`${full} shown, ${checks.length - full - none} in part, ${none} open`);
}
