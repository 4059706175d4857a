// What the files for the computer around the kiosk must say; systemd's own programs read them where they are installed.

import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';

const folder = resolve(import.meta.dirname, '../../assets/linux');
const read = (name: string) => readFileSync(join(folder, name), 'utf8');
/** Lines that say something, trimmed. */
const linesOf = (name: string) =>
  read(name)
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#'));

/** `key = value` of one section of an ini file; a key that stands twice has both values. */
function settings(name: string, section?: string): Readonly<Record<string, string>> {
  const lines = linesOf(name);
  const start = section === undefined ? -1 : lines.indexOf(`[${section}]`);
  if (section !== undefined && start === -1) throw new Error(`${name} has no section ${section}`);
  const rest = lines.slice(start + 1);
  const end = rest.findIndex((line) => line.startsWith('['));
  const found: Record<string, string> = {};
  for (const line of rest.slice(0, end === -1 ? undefined : end)) {
    const [, key = '', value = ''] = /^([^=]+?)\s*=\s*(.*)$/.exec(line) ?? [];
    found[key] = found[key] === undefined ? value : `${found[key]}\n${value}`;
  }
  return found;
}

const canAnalyze = spawnSync('systemd-analyze', ['--version']).error === undefined;

describe('the files for the computer around the kiosk', () => {
  it('are all named in their list, and say in their first line what they are', () => {
    const names = readdirSync(folder).filter((name) => name !== 'README.md');
    for (const name of names) {
      expect(read('README.md'), name).toContain(`\`${name}\``);
      expect(read(name), name).toMatch(/^#/);
    }
    expect(names.length).toBeGreaterThanOrEqual(15);
  });

  it('H40 start the shell with no desktop, as its own user, again and again', () => {
    const service = settings('nighthall.service', 'Service');
    expect(service).toMatchObject({ User: 'nighthall', Restart: 'always', RestartSec: '1', NotifyAccess: 'all' });
    expect(settings('nighthall.service', 'Unit')).toMatchObject({ StartLimitIntervalSec: '0' });
    expect(Number(service['WatchdogSec'])).toBeGreaterThanOrEqual(30);
    expect(service['ExecStart']).toMatch(
      /^\/usr\/bin\/xinit \/usr\/lib\/nighthall\/nighthall-session -- \/usr\/bin\/Xorg .*-nolisten tcp/,
    );
    const session = linesOf('nighthall-session').join('\n');
    expect(session).not.toMatch(/xterm|openbox|gnome|xfce|matchbox|dbus-launch|at-spi/);
    expect(session).toMatch(/while :; do\n\/opt\/nighthall\/nighthall --site \S+ --data \/var\/lib\/nighthall\n/);
    expect(statSync(join(folder, 'nighthall-session')).mode & 0o111).toBe(0o111);
    execFileSync('sh', ['-n', join(folder, 'nighthall-session')]);
  });

  it('H40 paint the ground behind the shell in the colour of the shell', () => {
    const options = readFileSync(resolve(folder, '../../electron/window-options.ts'), 'utf8');
    const colour = /backgroundColor: '(#\w+)'/.exec(options)?.[1];
    expect(read('nighthall-session')).toContain(`xsetroot -solid '${colour}'`);
  });

  it('H29 leave no key that goes to another screen, ends the server or reaches the kernel', () => {
    expect(read('xorg.conf')).toMatch(/Option "DontVTSwitch" "true"[\s\S]*Option "DontZap" "true"/);
    expect(read('xorg.conf')).toContain('"srvrkeys:none"');
    expect(settings('sysctl.conf')).toMatchObject({ 'kernel.sysrq': '0', 'kernel.ctrl-alt-del': '0' });
    expect(settings('system.conf', 'Manager')).toMatchObject({ CtrlAltDelBurstAction: 'none', CrashShell: 'no' });
    expect(settings('logind.conf', 'Login')).toMatchObject({ NAutoVTs: '0', ReserveVT: '0', HandlePowerKey: 'ignore' });
  });

  it('H42 H36 have no sticky keys and no program of a desktop that helps', () => {
    expect(settings('nighthall.service', 'Service')['ExecStart']).toContain('-accessx');
    expect(read('README.md')).toMatch(/input methods and assistive programs of a desktop are not installed/);
  });

  it('H37 let in no device that types or stores, and every reader and scanner that the drivers know', () => {
    const rules = linesOf('usbguard-rules.conf');
    expect(rules[0]).toBe('reject with-interface one-of { 08:*:* }');
    for (const rule of rules) expect(rule).toMatch(/^(allow|reject) (id [0-9a-f]{4}:([0-9a-f]{4}|\*)|with-interface)/);
    // An allowance without a number is for hubs and printers alone; a keyboard is interface class 03, protocol 01.
    for (const rule of rules.filter((line) => line.startsWith('allow with')))
      expect(rule).toMatch(/\{ (09:00:0\d ?)+\}|\{ 07:01:\* \}/);
    for (const rule of rules.filter((line) => line.includes(':*') && line.startsWith('allow id')))
      expect(rule).toContain('none-of { 03:01:01 }');
    const known = [
      ...read('60-nighthall.rules').matchAll(/idVendor\}=="(\w{4})"(?:, ATTRS\{idProduct\}=="(\w{4})")?/g),
    ];
    expect(known.length).toBeGreaterThanOrEqual(6);
    for (const [, vendor, product = '*'] of known) expect(rules.join('\n')).toContain(`allow id ${vendor}:${product}`);
  });

  it('H38 mount no stick and load nothing that could read one', () => {
    expect(linesOf('61-nighthall-storage.rules').join()).toMatch(/ENV\{UDISKS_IGNORE\}="1", ENV\{UDISKS_AUTO\}="0"/);
    expect(linesOf('modprobe.conf')).toEqual(
      expect.arrayContaining(['install usb-storage /bin/false', 'install uas /bin/false']),
    );
  });

  it('udev rules are comparisons and assignments of known keys', () => {
    const key = /^(KERNEL|SUBSYSTEM|ATTRS?\{\w+\}|ENV\{\w+\}|GROUP|MODE)(==|=)"[^"]*"$/;
    for (const file of ['60-nighthall.rules', '61-nighthall-storage.rules']) {
      for (const line of linesOf(file)) for (const part of line.split(/,\s*/)) expect(part, file).toMatch(key);
    }
  });

  it('H66 write no memory of a process to the disk', () => {
    expect(settings('nighthall.service', 'Service')).toMatchObject({ LimitCORE: '0', MemorySwapMax: '0' });
    expect(settings('coredump.conf', 'Coredump')).toEqual({ Storage: 'none', ProcessSizeMax: '0' });
    expect(settings('sysctl.conf')).toMatchObject({ 'kernel.core_pattern': '|/bin/false', 'fs.suid_dumpable': '0' });
    expect(linesOf('fstab').filter((line) => /\bswap\b/.test(line))).toEqual([]);
  });

  it('H67 keep no paper in a spooler', () => {
    expect(linesOf('cups.conf')).toEqual(expect.arrayContaining(['PreserveJobFiles No', 'WebInterface No']));
    expect(linesOf('fstab').join('\n')).toMatch(/^tmpfs\s+\/var\/spool\/cups\s/m);
  });

  it('H76 have a read-only root, data opened by the TPM, and what is written on neither root nor a stick', () => {
    const mounts = new Map(
      linesOf('fstab')
        .map((line) => line.split(/\s+/))
        .map(([, at, , options]) => [at, options?.split(',')]),
    );
    expect(mounts.get('/')).toContain('ro');
    for (const [at, options] of mounts)
      if (at !== '/') expect(options, at).toEqual(expect.arrayContaining(['nosuid', 'nodev', 'noexec']));
    expect(linesOf('crypttab').join()).toMatch(/luks,.*tpm2-device=auto,tpm2-pcrs=7\+11/);
    expect(read('README.md')).toMatch(/secure boot[\s\S]*dm-verity/);
    const written = linesOf('tmpfiles.conf').map((line) => line.split(/\s+/)[1]);
    expect(written.every((path) => path?.startsWith('/var/lib/nighthall'))).toBe(true);
  });

  it('give the user no login and the groups of its devices', () => {
    expect(linesOf('sysusers.conf')[0]).toMatch(/^u nighthall .*\/usr\/sbin\/nologin$/);
    for (const group of ['dialout', 'lp', 'input', 'tty'])
      expect(linesOf('sysusers.conf')).toContain(`m nighthall ${group}`);
  });

  it.skipIf(!canAnalyze)(
    `H76 are read by systemd without a word${canAnalyze ? '' : ' (skipped: systemd-analyze is missing)'}`,
    () => {
      const scratch = mkdtempSync(join(tmpdir(), 'nighthall-units-'));
      try {
        // The X server of a kiosk is not installed where tests run: any program stands in for it.
        const unit = join(scratch, 'nighthall.service');
        writeFileSync(unit, read('nighthall.service').replace('/usr/bin/xinit', '/bin/true'));
        const verified = spawnSync('systemd-analyze', ['verify', unit], { encoding: 'utf8' });
        expect([verified.status, verified.stderr]).toEqual([0, '']);
        const users = spawnSync('systemd-sysusers', ['--dry-run', join(folder, 'sysusers.conf')], { encoding: 'utf8' });
        expect([users.status, users.stderr]).toEqual([0, expect.not.stringMatching(/error|unknown|invalid/i)]);
      } finally {
        rmSync(scratch, { recursive: true, force: true });
      }
    },
  );
});
