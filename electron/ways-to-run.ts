// Ways to run: which program runs the controller under which Electron, and with which environment.

export type WayToRun = 'utility' | 'node';

/** The first Electron whose Node has Node-API 10, which the database module needs. */
const firstWithUtility = 34;

/** A packaged kiosk carries no other Node; on a desk the utility process needs the bundled controller. */
export function wayToRun({
  electron,
  packaged,
  bundled,
}: {
  /** e.g. `45.4.1` */
  readonly electron: string;
  readonly packaged: boolean;
  readonly bundled: boolean;
}): WayToRun {
  return packaged || (bundled && Number.parseInt(electron, 10) >= firstWithUtility) ? 'utility' : 'node';
}

/** Without what would change how Node itself behaves, whoever set it. */
export function controllerEnvironment(environment: Readonly<NodeJS.ProcessEnv>): Record<string, string> {
  const clean: Record<string, string> = {};
  for (const [name, value] of Object.entries(environment)) {
    if (value !== undefined && !/^(NODE_|ELECTRON_|LD_PRELOAD$)/.test(name)) clean[name] = value;
  }
  return clean;
}
