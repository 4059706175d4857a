// Window options: the whole of what the one window is made with. Written out in full, never mixed with configuration.

import type { BrowserWindowConstructorOptions } from 'electron';

export interface WindowOrder {
  /** Size of the display in device-independent pixels. */
  readonly width: number;
  readonly height: number;
  readonly preload: string;
  /** No persistent one: the name must not start with `persist:`. */
  readonly partition: string;
  readonly windowed: boolean;
  readonly devTools: boolean;
}

/** A frozen object: `width`, `height`, `preload`, `partition`, `windowed` and `devTools` are all that can differ. */
export function windowOptions(order: WindowOrder): Readonly<BrowserWindowConstructorOptions> {
  const kiosk = !order.windowed;
  return Object.freeze({
    title: 'Nighthall',
    width: order.width,
    height: order.height,
    useContentSize: true,
    kiosk,
    fullscreen: kiosk,
    frame: !kiosk,
    resizable: !kiosk,
    movable: !kiosk,
    minimizable: !kiosk,
    maximizable: false,
    closable: !kiosk,
    skipTaskbar: kiosk,
    autoHideMenuBar: true,
    backgroundColor: '#f4f7fa',
    webPreferences: Object.freeze({
      preload: order.preload,
      partition: order.partition,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webviewTag: false,
      webSecurity: true,
      allowRunningInsecureContent: false,
      experimentalFeatures: false,
      // Its file dialogs ask no permission handler.
      disableBlinkFeatures: 'FileSystemAccess,FileSystemAccessLocal',
      enableWebSQL: false,
      plugins: false,
      webgl: false,
      devTools: order.devTools,
      spellcheck: false,
      disableDialogs: true,
      navigateOnDragDrop: false,
      autoplayPolicy: 'no-user-gesture-required',
      backgroundThrottling: false,
      safeDialogs: true,
      enablePreferredSizeMode: false,
      zoomFactor: 1,
    }),
  });
}
