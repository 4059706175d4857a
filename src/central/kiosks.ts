// Kiosks and people as the back office registers them.

import type { KioskAnswer, KioskLine, PersonAnswer } from '../contract/admin.ts';
import { maskName, maskNumber } from '../core/person.ts';
import type { Words } from '../core/words.ts';
import type { Queries } from './database.ts';
import { personPhonePlace } from './items.ts';
import type { Office } from './office.ts';

export async function registerKiosk(
  { database }: Office,
  kiosk: {
    readonly kiosk: string;
    readonly place: Words;
    readonly phone?: string | undefined;
    readonly timeZone: string;
  },
): Promise<KioskAnswer> {
  const [row] = await database.query<{ added: boolean }>(
    `insert into kiosks (kiosk, place_zh, place_en, phone, time_zone) values ($1, $2, $3, $4, $5)
     on conflict (kiosk) do update set place_zh = excluded.place_zh, place_en = excluded.place_en,
       phone = excluded.phone, time_zone = excluded.time_zone
     returning xmax = 0 as added`,
    [kiosk.kiosk, kiosk.place.zh, kiosk.place.en, kiosk.phone ?? null, kiosk.timeZone],
  );
  return { kiosk: kiosk.kiosk, added: row?.added === true };
}

/** For a code that is asked for before anybody said where the kiosk stands: it is called by its name until then. */
export async function registerByName({ database }: Office, kiosk: string): Promise<void> {
  await database.query(
    `insert into kiosks (kiosk, place_zh, place_en, time_zone) values ($1, $1, $1, 'Asia/Shanghai')
     on conflict do nothing`,
    [kiosk],
  );
}

export async function listKiosks(queries: Queries): Promise<readonly KioskLine[]> {
  const rows = await queries.query<Omit<KioskLine, 'place'> & { readonly zh: string; readonly en: string }>(
    `select kiosk, place_zh as zh, place_en as en, enrolled_at as "enrolledAt", software,
       last_seen_at as "lastSeenAt", acknowledged, clock_offset_ms as "clockOffsetMs",
       revoked_at as "revokedAt", key_changed_at as "keyChangedAt",
       (select count(*) from parked_messages where parked_messages.kiosk = kiosks.kiosk) as parked
     from kiosks order by kiosk`,
  );
  return rows.map(({ zh, en, ...line }) => ({ ...line, place: { zh, en } }));
}

/** The number goes no further than this function. The same again writes nothing; a phone stays unless another comes. */
export async function addPerson(
  { database, keys }: Office,
  { idNumber, name, phone }: { readonly idNumber: string; readonly name: string; readonly phone?: string | undefined },
): Promise<PersonAnswer> {
  const person = keys.personKey(idNumber);
  const place = personPhonePlace(person);
  const masked = maskName(name);
  const [before] = await database.query<{ masked_name: string; sealed_phone: string | null }>(
    'select masked_name, sealed_phone from people where person = $1',
    [person],
  );
  const known =
    before === undefined || before.sealed_phone === null ? undefined : keys.unseal(before.sealed_phone, place);
  if (before?.masked_name === masked && (phone === undefined || phone === known)) return { person, added: false };
  await database.query(
    `insert into people (person, masked_name, masked_number, sealed_phone) values ($1, $2, $3, $4)
     on conflict (person) do update set masked_name = excluded.masked_name,
       sealed_phone = coalesce(excluded.sealed_phone, people.sealed_phone)`,
    [person, masked, maskNumber(idNumber), phone === undefined ? null : keys.seal(phone, place)],
  );
  return { person, added: before === undefined };
}
