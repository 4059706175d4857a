// Debian package: puts the packed shell and the files for the computer around it where they belong, with dpkg-deb.

import { execFile } from 'node:child_process';
import { chmod, cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

export interface DebianOrder {
  /** Folder of the packed shell. */
  readonly packed: string;
  readonly output: string;
  readonly version: string;
  /** Folder of the files for the computer around the kiosk. */
  readonly linux: string;
  /** As dpkg-deb knows it; `none` is quick and four times as large. */
  readonly compression?: 'xz' | 'none';
}

/** Where each file of assets/linux goes. What is under /etc stays as the site has changed it. */
const places: Readonly<Record<string, string>> = {
  'nighthall.service': 'lib/systemd/system/nighthall.service',
  'nighthall-session': 'usr/lib/nighthall/nighthall-session',
  'xorg.conf': 'etc/X11/xorg.conf.d/20-nighthall.conf',
  'system.conf': 'etc/systemd/system.conf.d/nighthall.conf',
  'logind.conf': 'etc/systemd/logind.conf.d/nighthall.conf',
  'coredump.conf': 'etc/systemd/coredump.conf.d/nighthall.conf',
  'sysctl.conf': 'etc/sysctl.d/90-nighthall.conf',
  'modprobe.conf': 'etc/modprobe.d/nighthall.conf',
  '60-nighthall.rules': 'etc/udev/rules.d/60-nighthall.rules',
  '61-nighthall-storage.rules': 'etc/udev/rules.d/61-nighthall-storage.rules',
  'sysusers.conf': 'usr/lib/sysusers.d/nighthall.conf',
  'tmpfiles.conf': 'usr/lib/tmpfiles.d/nighthall.conf',
  'usbguard-rules.conf': 'usr/share/doc/nighthall/usbguard-rules.conf',
  fstab: 'usr/share/doc/nighthall/fstab',
  crypttab: 'usr/share/doc/nighthall/crypttab',
  'cups.conf': 'usr/share/doc/nighthall/cups.conf',
  'README.md': 'usr/share/doc/nighthall/README.md',
};

/** Beside Chromium's own: the X server without a desktop, what the session calls, HID and printing. */
const depends = [
  ...['libgtk-3-0 | libgtk-3-0t64', 'libnss3', 'libasound2 | libasound2t64', 'libgbm1', 'libxss1', 'libnotify4'],
  ...['xserver-xorg-core', 'xserver-xorg-input-libinput', 'xinit', 'x11-xserver-utils', 'x11-xkb-utils'],
  ...['systemd', 'udev', 'libusb-1.0-0', 'fonts-noto-cjk'],
];

const afterInstall = `#!/bin/sh
set -e
systemd-sysusers nighthall.conf
systemd-tmpfiles --create nighthall.conf
install -d -m 0755 /etc/nighthall
if [ -d /run/systemd/system ]; then
  systemctl mask ctrl-alt-del.target
  systemctl daemon-reload
  systemctl set-default graphical.target
  systemctl enable nighthall.service
  udevadm control --reload || true
fi
`;

const beforeRemoval = `#!/bin/sh
set -e
if [ -d /run/systemd/system ]; then
  systemctl disable --now nighthall.service
  systemctl unmask ctrl-alt-del.target
fi
`;

/** Path of the finished package. Needs dpkg-deb, which every Debian has. */
export async function makeDebianPackage({
  packed,
  output,
  version,
  linux,
  compression = 'xz',
}: DebianOrder): Promise<string> {
  const stage = await mkdtemp(join(tmpdir(), 'nighthall-deb-'));
  try {
    await chmod(stage, 0o755);
    await cp(packed, join(stage, 'opt/nighthall'), { recursive: true });
    for (const [name, place] of Object.entries(places)) {
      await mkdir(join(stage, dirname(place)), { recursive: true });
      await cp(join(linux, name), join(stage, place));
      await chmod(join(stage, place), name === 'nighthall-session' ? 0o755 : 0o644);
    }
    // Where the kernel gives nobody a sandbox, Chromium's own helper does; it must belong to root.
    await chmod(join(stage, 'opt/nighthall/chrome-sandbox'), 0o4755);
    await mkdir(join(stage, 'DEBIAN'));
    const etc = Object.values(places).filter((place) => place.startsWith('etc/'));
    await writeFile(join(stage, 'DEBIAN/conffiles'), etc.map((place) => `/${place}\n`).join(''));
    await writeFile(
      join(stage, 'DEBIAN/control'),
      [
        'Package: nighthall',
        `Version: ${version}`,
        'Architecture: amd64',
        'Maintainer: Nighthall',
        'Section: misc',
        'Priority: optional',
        `Depends: ${depends.join(', ')}`,
        'Description: kiosk of a 24-hour government self-service hall',
        '',
      ].join('\n'),
    );
    await writeFile(join(stage, 'DEBIAN/postinst'), afterInstall, { mode: 0o755 });
    await writeFile(join(stage, 'DEBIAN/prerm'), beforeRemoval, { mode: 0o755 });
    const file = join(output, `nighthall_${version}_amd64.deb`);
    await run('dpkg-deb', ['--build', '--root-owner-group', `-Z${compression}`, stage, file]);
    return file;
  } finally {
    await rm(stage, { recursive: true, force: true });
  }
}
