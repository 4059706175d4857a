// Address: the only origin that the window ever shows, and which addresses belong to it.

export const scheme = 'app';
export const host = 'kiosk';

/** The page as Vite builds it: in the folder that it has under src. */
export const kioskAddress = `${scheme}://${host}/ui/kiosk.html`;

/**
 * True for an address of the pages and nothing else. The text is compared before anything parses it, because parsers
 * disagree about letter case, user names, ports, backslashes and control characters, and a real page needs none of them.
 */
export function isOwnAddress(address: string): boolean {
  return /^app:\/\/kiosk\/[A-Za-z0-9._/-]*(?:\?[A-Za-z0-9=&._-]*)?(?:#[A-Za-z0-9=&._-]*)?$/.test(address);
}

/** True for the page itself. Its other files are its own too, but a window that shows one of them shows nothing. */
export function isKioskPage(address: string): boolean {
  return (
    isOwnAddress(address) &&
    /^[?#]?$/.test(address.slice(kioskAddress.length, kioskAddress.length + 1)) &&
    address.startsWith(kioskAddress)
  );
}

/** What a page may fetch: its own files, and pictures that are part of the page itself. */
export function isFetchable(address: string): boolean {
  return isOwnAddress(address) || address.startsWith('data:image/');
}
