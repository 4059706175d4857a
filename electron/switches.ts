// Switches: what Chromium is told before it starts. A closed list; nothing of it comes from a file or the command line.

export const forcedSwitches: readonly (readonly [name: string, value?: string])[] = Object.freeze([
  // Gestures that would leave the page: pinch, and swiping to an older page.
  ['disable-pinch'],
  ['overscroll-history-navigation', '0'],
  // Chromium's own dialogs and helpers that could cover the page or remember a person.
  ['noerrdialogs'],
  ['disable-breakpad'],
  ['disable-crash-reporter'],
  ['disable-notifications'],
  ['disable-features', 'AutofillServerCommunication,MediaRouter,Translate,WebBluetooth,WebUsb'],
  // The page never speaks to the network; neither does the browser around it.
  ['disable-background-networking'],
  ['disable-component-update'],
  ['disable-domain-reliability'],
  ['disable-sync'],
  ['no-pings'],
  // Hardware that a page of the kiosk has no business with.
  ['disable-speech-api'],
  ['force-webrtc-ip-handling-policy', 'disable_non_proxied_udp'],
]);
