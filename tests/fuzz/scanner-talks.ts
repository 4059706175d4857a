// Talks with code scanners: a code is told only while somebody wants one, one for each asking, and as it was shown.

import type { CodeScanner } from '../../hardware/classes/code-scanner.ts';
import { createHidPosCodeScanner } from '../../hardware/drivers/code-scanner-hidpos/driver.ts';
import { encodeReport } from '../../hardware/drivers/code-scanner-hidpos/protocol.ts';
import { createHidPosScannerSimulator } from '../../hardware/drivers/code-scanner-hidpos/simulator.ts';
import type { TriggerDialect } from '../../hardware/drivers/code-scanner-serial/dialect.ts';
import { createSerialCodeScanner } from '../../hardware/drivers/code-scanner-serial/driver.ts';
import { encodeNewlandReply } from '../../hardware/drivers/code-scanner-serial/newland.ts';
import { createCodeScannerSimulator } from '../../hardware/drivers/code-scanner-serial/simulator.ts';
import { encodeZoneReply } from '../../hardware/drivers/code-scanner-serial/zone-frames.ts';
import type { Simulator } from '../../hardware/transport/wire.ts';
import { type Grammar, randomBytes } from './noise.ts';
import type { Around, Conversation, DeviceEnd, Talk } from './talk.ts';

interface Hands {
  simulateHoldCode(text: string): void;
  simulateTakeCodeAway(): void;
}

/** An order waits two seconds at most for its turn and half a second for its answer; the time of the look begins then. */
const orderMs = 3_000;

function scannerTalk(
  { clock, random }: Around,
  {
    scanner,
    simulator,
    grammar,
    readyStates,
  }: {
    readonly scanner: CodeScanner;
    readonly simulator: Simulator & Hands;
    readonly grammar: Grammar;
    readonly readyStates: readonly string[];
  },
): Talk {
  const shown = new Set<string>();
  let codes: string[] = [];
  let armings = 0;
  let told = 0;
  let wantedUntil = Number.NEGATIVE_INFINITY;
  let end: DeviceEnd = 'good';
  let wrong: string | undefined;
  scanner.onCode(({ text }) => {
    told += 1;
    codes.push(text);
    if (clock.monotonic() > wantedUntil) wrong ??= 'a code was told that nobody asked for';
    if (told > armings) wrong ??= `${told} codes were told for ${armings} askings`;
    if (text === '' || text.length > 4_096 || /\p{Cc}/u.test(text)) wrong ??= 'a code with control characters';
    if (end !== 'noise' && end !== 'grammar' && !shown.has(text)) wrong ??= 'a code was told that was not shown';
  });
  function arm(forMs: number) {
    armings += 1;
    wantedUntil = clock.monotonic() + forMs + orderMs;
    return scanner.arm(forMs);
  }
  function disarm() {
    wantedUntil = clock.monotonic();
    return scanner.disarm();
  }
  function show(): string {
    const text = `NH-${shown.size + 1}-${random.between(0, 999_999)}`;
    shown.add(text);
    simulator.simulateHoldCode(text);
    return text;
  }
  return {
    grammar,
    simulator,
    start: scanner.start,
    stop: scanner.stop,
    order() {
      const what = random.next();
      const promise = what < 0.6 ? arm(random.between(1_000, 8_000)) : what < 0.8 ? disarm() : scanner.test();
      return { promise, withinMs: 10_000 };
    },
    hand: () => void (random.chance(0.7) ? show() : simulator.simulateTakeCodeAway()),
    heal: () => simulator.simulateTakeCodeAway(),
    isReady: () => readyStates.includes(scanner.state().is),
    broken(now) {
      end = now;
      return wrong;
    },
    async prove(pass) {
      const off = disarm();
      await pass(10_000);
      await off;
      codes = [];
      const armed = arm(20_000);
      await pass(1_000);
      const { ok } = await armed;
      if (!ok) return 'it cannot be made to look';
      const text = show();
      await pass(3_000);
      simulator.simulateTakeCodeAway();
      return codes.join() === text ? undefined : `the code that was shown gave ${codes.length} codes`;
    },
    found: () => told,
  };
}

function serial(trigger: TriggerDialect): Conversation {
  return {
    name: `code-scanner-serial/${trigger}-conversation`,
    speed: 115_200,
    trusted: true,
    readyMs: 60_000,
    open(around) {
      const { clock, transport, log, random } = around;
      const kind = { trigger, terminator: 'CR', encoding: 'utf-8', aimPrefix: false } as const;
      return scannerTalk(around, {
        scanner: createSerialCodeScanner({ ...kind, name: 'scanner', transport, clock, log, random: random.next }),
        simulator: createCodeScannerSimulator({ ...kind, clock }),
        readyStates: trigger === 'newland' ? ['ready'] : ['ready', 'unknown'],
        grammar: {
          alphabet: [0x02, 0x01, 0x00, 0x30, 0x3b, 0x03, 0x06, 0x0d, 0x0a, 0x41],
          frame(random) {
            const verdict = random.pick(['done', 'unknownCommand'] as const);
            const body = random.pick(['SCNTRG1', 'SCNTRG0', 'SCNMOD0']);
            const choice = random.next();
            if (choice < 0.3) return encodeNewlandReply({ storage: 'untilPowerOff', body, verdict });
            if (choice < 0.6) return encodeZoneReply({ status: 'done', data: Uint8Array.of(0) });
            return Uint8Array.from([
              ...randomBytes(random, random.between(1, 40)).map((byte) => 0x20 + (byte % 95)),
              0x0d,
            ]);
          },
        },
      });
    },
  };
}

const hidPos: Conversation = {
  name: 'code-scanner-hidpos/conversation',
  trusted: true,
  readyMs: 60_000,
  open(around) {
    const { clock, transport, log, random } = around;
    return scannerTalk(around, {
      scanner: createHidPosCodeScanner({
        name: 'scanner',
        transport,
        encoding: 'utf-8',
        clock,
        log,
        random: random.next,
      }),
      simulator: createHidPosScannerSimulator({ encoding: 'utf-8', clock }),
      readyStates: ['unknown', 'ready'],
      grammar: {
        alphabet: [0x02, 0x38, 0x5d, 0x51, 0x31, 0x00, 0x01],
        frame: (random) =>
          encodeReport({
            symbology: 'Q1',
            data: randomBytes(random, random.between(0, 56)),
            isContinued: random.chance(0.3),
          }),
        block: 64,
      },
    });
  },
};

export const scannerConversations: readonly Conversation[] = [
  serial('honeywell'),
  serial('newland'),
  serial('7e00'),
  serial('none'),
  hidPos,
];
