// Port channel: the one name on which a page asks the shell for its message port and gets it.

export const portChannel = 'kiosk-port';
