// Standing: the refusals that mean this kiosk itself and not one request. It goes on serving; technicians are told.

const standings = ['kioskRevoked', 'unknownKiosk', 'forged', 'protocolTooOld', 'protocolTooNew'] as const;
export type Standing = (typeof standings)[number];

/** `problem` is the name in the type of a problem document. */
export function standingOf(problem: string | undefined): Standing | undefined {
  return standings.find((standing) => standing === problem);
}
