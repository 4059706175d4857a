// Lock-down: everything that a page could ask of the browser around it is answered with no.

import type { Session, WebContents } from 'electron';
import { isFetchable, isKioskPage } from './address.ts';
import { isAllowedKey } from './keys.ts';

interface Preventable {
  preventDefault(): void;
}

/** Old Electrons hand the address beside the event, newer ones inside it. */
type Navigation = Preventable & { readonly url?: string };

export function lockDownContents(contents: WebContents): void {
  function stayHere(event: Navigation, address?: string): void {
    if (!isKioskPage(event.url ?? address ?? '')) event.preventDefault();
  }
  const refuse = (event: Preventable) => event.preventDefault();

  contents.on('will-navigate', stayHere);
  contents.on('will-redirect', stayHere);
  contents.on('will-frame-navigate', stayHere);
  contents.setWindowOpenHandler(() => ({ action: 'deny' }));
  contents.on('will-attach-webview', refuse);
  contents.on('context-menu', refuse);
  contents.on('login', refuse);
  // Here "prevent" means: go on although the page would like to stay.
  contents.on('will-prevent-unload', refuse);
  contents.on('before-input-event', (event, input) => {
    if (!isAllowedKey(input)) event.preventDefault();
  });
  contents.on('certificate-error', (event, _address, _error, _certificate, answer) => {
    event.preventDefault();
    answer(false);
  });
  contents.on('select-client-certificate', refuse);
  contents.on('select-bluetooth-device', (event, _devices, choose) => {
    event.preventDefault();
    choose('');
  });
  contents.on('zoom-changed', () => contents.setZoomLevel(0));
  contents.on('did-finish-load', () => {
    contents.setZoomLevel(0);
    // Fails only when the page is gone again, and then the next one is told.
    contents.setVisualZoomLevelLimits(1, 1).catch(() => undefined);
  });
}

/** No display-media handler is set: without one Electron refuses to capture a screen. */
export function lockDownSession(session: Session): void {
  session.setPermissionRequestHandler((_contents, _permission, answer) => answer(false));
  session.setPermissionCheckHandler(() => false);
  session.setDevicePermissionHandler(() => false);
  session.setUSBProtectedClassesHandler?.(({ protectedClasses }) => protectedClasses);
  session.setBluetoothPairingHandler?.((_details, answer) => answer({ confirmed: false }));
  session.setSpellCheckerEnabled(false);
  session.on('will-download', (event) => event.preventDefault());
  session.on('select-hid-device', (event, _details, choose) => {
    event.preventDefault();
    choose();
  });
  session.on('select-usb-device', (event, _details, choose) => {
    event.preventDefault();
    choose();
  });
  session.on('select-serial-port', (event, _ports, _contents, choose) => {
    event.preventDefault();
    choose('');
  });
  session.webRequest.onBeforeRequest((request, answer) => answer({ cancel: !isFetchable(request.url) }));
}
