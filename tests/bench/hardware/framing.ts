// Framing (G9): our deframers and the stock parsers of `serialport` on the same noisy streams.

import { finished } from 'node:stream/promises';
import { joinBytes } from '../../../src/base/bytes.ts';
import { seededRandom } from '../../../src/base/random.ts';
import { median, timeInTurn } from '../figures.ts';
import { atLeast, type Bench, type Goal, type Scale } from '../goals.ts';
import { makeNoisyStream, type NoisyStream, type Placed } from './noisy-stream.ts';
import { isFrame, type Peer, type StreamProtocol, streamProtocols } from './stream-protocols.ts';

export interface Score {
  /** Of the undamaged frames, from 0 to 1. */
  readonly found: number;
  /** Frames that were given out and never sent. */
  readonly wrong: number;
}

const noiseLevels = [0, 0.05, 0.3] as const;
const byteCounts: Readonly<Record<Scale, number>> = { tiny: 30_000, usual: 500_000, full: 4_000_000 };
const rounds: Readonly<Record<Scale, number>> = { tiny: 1, usual: 3, full: 9 };

/** Frames in so many bytes before the place of the stream are looked through: a parser may give a frame out late. */
function lateBytes({ frameBytes }: StreamProtocol): number {
  return 12 * frameBytes + 200;
}

/** Counts the frames that a parser gives out against those that were sent, each once. */
function createScoring(good: readonly Placed[], late: number) {
  const truth = good.map(({ bytes, end }) => ({ end, text: textOf(bytes), isFound: false }));
  let first = 0;
  let found = 0;
  let wrong = 0;
  return {
    /** `at`: bytes of the stream that the parser has got so far. */
    take(frame: Uint8Array, at: number): void {
      while ((truth[first]?.end ?? Number.POSITIVE_INFINITY) < at - late) first += 1;
      const text = textOf(frame);
      for (let place = first; place < truth.length; place += 1) {
        const sent = truth[place];
        if (sent === undefined || sent.end > at + late) break;
        if (sent.isFound || sent.text !== text) continue;
        sent.isFound = true;
        found += 1;
        return;
      }
      wrong += 1;
    },
    score: (): Score => ({ found: truth.length === 0 ? Number.NaN : found / truth.length, wrong }),
  };
}

function textOf(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('latin1');
}

function oursOn(protocol: StreamProtocol, { bursts, good }: NoisyStream): Score {
  const cutter = protocol.ours();
  const scoring = createScoring(good, lateBytes(protocol));
  let at = 0;
  for (const burst of bursts) {
    for (const piece of burst) {
      at += piece.length;
      for (const frame of cutter.frames(piece)) scoring.take(frame, at);
    }
    for (const frame of cutter.silence()) scoring.take(frame, at);
  }
  return scoring.score();
}

function countOurs(protocol: StreamProtocol, { bursts }: NoisyStream): number {
  const cutter = protocol.ours();
  let count = 0;
  for (const burst of bursts) {
    for (const piece of burst) count += cutter.count(piece);
    count += cutter.silence().length;
  }
  return count;
}

/** `at`: bytes of the stream that the parser has got so far. */
async function runPeer(
  peer: Peer,
  { bursts }: NoisyStream,
  take: (bytes: Uint8Array, at: number) => void,
): Promise<void> {
  const parser = peer.parser();
  let at = 0;
  parser.on('data', (bytes: Uint8Array) => take(bytes, at));
  for (const burst of bursts) {
    for (const piece of burst) {
      at += piece.length;
      parser.write(piece);
    }
    peer.silence?.(parser);
  }
  parser.end();
  await finished(parser);
}

/** As given out, and with the checksum tested behind the parser, as a careful developer would. */
async function peerOn(peer: Peer, protocol: StreamProtocol, stream: NoisyStream) {
  const bare = createScoring(stream.good, lateBytes(protocol));
  const tested = createScoring(stream.good, lateBytes(protocol));
  await runPeer(peer, stream, (given, at) => {
    if (given.length === 0) return;
    // A delimiter parser gives everything up to the next delimiter: what is longer than a frame is cut to one.
    const frame = peer.delimiter === undefined ? given : joinBytes(peer.delimiter, given).slice(0, protocol.frameBytes);
    bare.take(frame, at);
    if (isFrame(protocol, frame)) tested.take(frame, at);
  });
  return { bare: bare.score(), tested: tested.score() };
}

interface Row {
  readonly who: string;
  readonly megabytes: number;
  readonly bare: Score;
  readonly tested: Score;
}

function rowText({ who, megabytes, bare, tested }: Row, good: number): string {
  const share = (score: Score) => `${(100 * score.found).toFixed(4)} %`;
  return [
    `    ${who.padEnd(26)}`,
    `${megabytes.toFixed(1).padStart(7)} MB/s`,
    `found ${share(tested).padStart(10)} of ${good}`,
    `wrong ${tested.wrong}`,
    who === 'ours' ? '' : `(without testing checksums ${bare.wrong})`,
  ].join('  ');
}

async function contest(protocol: StreamProtocol, stream: NoisyStream, scale: Scale): Promise<readonly Row[]> {
  const contestants = [
    () => countOurs(protocol, stream),
    ...protocol.peers.map((peer) => () => runPeer(peer, stream, () => undefined)),
  ];
  const times = await timeInTurn(contestants, rounds[scale]);
  const megabytes = times.map((all) => stream.byteCount / 1_000 / median(all));
  const mine = oursOn(protocol, stream);
  const rows: Row[] = [{ who: 'ours', megabytes: megabytes[0] ?? Number.NaN, bare: mine, tested: mine }];
  for (const [place, peer] of protocol.peers.entries()) {
    rows.push({
      who: peer.name,
      megabytes: megabytes[place + 1] ?? Number.NaN,
      ...(await peerOn(peer, protocol, stream)),
    });
  }
  return rows;
}

export async function benchProtocol(
  protocol: StreamProtocol,
  { scale, say }: Parameters<Bench>[0],
): Promise<readonly Goal[]> {
  let good = 0;
  let missed = 0;
  const ratios: number[] = [];
  for (const damaged of noiseLevels) {
    const { makeFrame } = protocol;
    const random = seededRandom(Math.round(damaged * 100) + 1);
    const stream = makeNoisyStream({ makeFrame, random, damaged, byteCount: byteCounts[scale] });
    const rows = await contest(protocol, stream, scale);
    say(`  ${protocol.name} (${protocol.frameBytes} bytes), ${damaged * 100} % of the frames damaged`);
    for (const row of rows) say(rowText(row, stream.good.length));
    const speedOf = (who: string) => rows.find((row) => row.who === who)?.megabytes ?? Number.NaN;
    ratios.push(speedOf('ours') / speedOf('parser-byte-length'));
    good += stream.good.length;
    missed += Math.round((1 - (rows[0]?.tested.found ?? 0)) * stream.good.length);
  }
  const id = protocol.name.replaceAll(/, .* to |, /g, '.');
  return [
    atLeast({ id: `G9.found.${id}`, what: 'good frames found in streams, share', value: 1 - missed / good }, 1),
    atLeast(
      { id: `G9.speed.${id}`, what: 'MB/s beside parser-byte-length, least ratio', value: Math.min(...ratios) },
      3,
    ),
  ];
}

export const benchFraming: Bench = async (options) => {
  options.say('Framing: our deframers and the stock parsers of serialport on the same streams');
  const goals: Goal[] = [];
  for (const protocol of streamProtocols) goals.push(...(await benchProtocol(protocol, options)));
  return goals;
};
