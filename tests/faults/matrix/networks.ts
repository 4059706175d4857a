// Networks: rows about central and the way to it: gone, slow, lossy, answering in part, doubled, restored, killed.

import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { createServer as createTlsServer } from 'node:https';
import { type AddressInfo, createConnection } from 'node:net';
import { join } from 'node:path';
import { startChild } from '../../../src/cli/children.ts';
import { waitFor } from '../../../src/cli/night.ts';
import { root } from '../../../src/cli/trial.ts';
import { type Fault, hold, type Run, rowsWith } from './fault.ts';
import { centralThere, collectOne, depositedAndReady, pause, serves, tryCall } from './hands.ts';
import { centralHasAll, keptOf } from './invariants.ts';
import { type Pair, paced, passDown, passUp, type Relay, relayToCentral, reset } from './relay.ts';

const isMessages = (bytes: Buffer) => bytes.subarray(0, 40).toString('latin1').startsWith('POST /kiosk/v1/messages');

/** Things happen at the kiosk that central is to hear of. */
async function something(run: Run, count = 3): Promise<void> {
  for (let round = 0; round < count; round += 1) await serves(run.bench);
}

async function joined(run: Run): Promise<Relay> {
  const relay = await relayToCentral(run.bench);
  await run.bench.start();
  await depositedAndReady(run.bench);
  return relay;
}

/** A pickup without central, a backlog, and then all of it at once. */
const away = (behave: (relay: Relay) => void) => async (run: Run) => {
  const { bench } = run;
  const relay = await joined(run);
  behave(relay);
  relay.cut();
  await bench.kiosk().until('central to be gone', ({ centralOnline }) => !centralOnline);
  await collectOne(bench);
  const waiting = keptOf(bench).outbox.filter(({ state }) => state === 'waiting').length;
  hold(waiting > 0, 'what happened waits for central');
  relay.behaviour = {};
  await centralHasAll(bench);
  return `${waiting} events waited`;
};

/** The way to central does something to requests while things happen at the kiosk. */
const disturbed =
  (make: (run: Run) => Relay['behaviour'], count = 3) =>
  async (run: Run) => {
    const relay = await joined(run);
    relay.behaviour = make(run);
    await something(run, count);
    await pause(1_000);
    relay.behaviour = {};
    relay.cut();
    const facts = await centralHasAll(run.bench);
    return `${facts.length} events at central, ${relay.connections()} connections`;
  };

const lossy = ({ random }: Run): Relay['behaviour'] => ({
  up: (bytes, pair) => (random.chance(0.15) ? reset(pair) : passUp(bytes, pair)),
  down: (bytes, pair) => (random.chance(0.15) ? reset(pair) : passDown(bytes, pair)),
});

const halfUpload = (): Relay['behaviour'] => {
  let cuts = 3;
  return {
    up(bytes, pair) {
      if (!isMessages(bytes) || cuts === 0) return passUp(bytes, pair);
      cuts -= 1;
      passUp(bytes.subarray(0, bytes.length / 2), pair);
      setTimeout(() => reset(pair), 50).unref();
    },
  };
};

const lostAnswers = (): Relay['behaviour'] => {
  let losses = 4;
  return {
    up(bytes, pair) {
      if (isMessages(bytes)) pair.notes.set('messages', 1);
      passUp(bytes, pair);
    },
    down(bytes, pair) {
      if (pair.notes.get('messages') !== 1 || losses === 0) return passDown(bytes, pair);
      losses -= 1;
      reset(pair);
    },
  };
};

/** The same bytes once more over another connection, later than what came after them. */
const repeated = ({ bench }: Run): Relay['behaviour'] => ({
  up(bytes, pair) {
    passUp(bytes, pair);
    if (!isMessages(bytes)) return;
    const copy = Buffer.from(bytes);
    for (const lateMs of [0, 1_500]) {
      setTimeout(() => {
        const port = Number(new URL(bench.ground.trial.centralUrl).port);
        const again = createConnection({ host: '127.0.0.1', port });
        again.on('error', () => again.destroy());
        again.on('data', () => again.end());
        again.write(copy);
      }, lateMs).unref();
    }
  },
});

/** Held back until the kiosk has given up and sent it anew, then delivered after all. */
const overtaken = ({ bench }: Run): Relay['behaviour'] => {
  let holds = 2;
  return {
    up(bytes, pair) {
      if (!isMessages(bytes) || holds === 0) return passUp(bytes, pair);
      holds -= 1;
      const copy = Buffer.from(bytes);
      reset(pair);
      setTimeout(() => {
        const late = createConnection({ host: '127.0.0.1', port: Number(new URL(bench.ground.trial.centralUrl).port) });
        late.on('error', () => late.destroy());
        late.on('data', () => late.end());
        late.write(copy);
      }, 4_000).unref();
    },
  };
};

async function storm(run: Run): Promise<string> {
  const { bench, random } = run;
  const relay = await joined(run);
  let asked = 0;
  relay.behaviour = {
    up(_bytes: Buffer, { caller }: Pair) {
      asked += 1;
      const status = random.pick(['500 Internal Server Error', '429 Too Many Requests', '503 Service Unavailable']);
      caller.end(`HTTP/1.1 ${status}\r\ncontent-length: 0\r\nconnection: close\r\n\r\n`);
    },
  };
  relay.cut();
  await pause(8_000);
  hold(asked <= 24, `few questions while central refuses, not ${asked} in 8 s`);
  await serves(bench);
  relay.behaviour = {};
  await centralHasAll(bench);
  return `${asked} questions in 8 s`;
}

async function enrolmentAnswerLost(run: Run): Promise<string> {
  const { bench } = run;
  const relay = await relayToCentral(bench);
  let lost = 0;
  relay.behaviour = {
    up(bytes, pair) {
      if (bytes.subarray(0, 40).toString('latin1').startsWith('POST /kiosk/v1/enrol')) pair.notes.set('enrol', 1);
      passUp(bytes, pair);
    },
    down(bytes, pair) {
      if (pair.notes.get('enrol') !== 1 || lost > 0) return passDown(bytes, pair);
      lost += 1;
      reset(pair);
    },
  };
  await bench.start();
  await centralThere(bench);
  hold(lost === 1, 'the first answer was lost');
  return 'joined with the second';
}

async function centralKilled(run: Run): Promise<string> {
  const { bench, ground, random } = run;
  await bench.start();
  await depositedAndReady(bench);
  const busy = something(run, 2);
  await pause(random.between(0, 2_000));
  ground.central().process.kill('SIGKILL');
  await ground.central().ended;
  const before = keptOf(bench).outbox.filter(({ state }) => state === 'done').length;
  await busy;
  await collectOne(bench);
  await ground.startCentral();
  await centralHasAll(bench);
  return `${before} events were acknowledged before, and are there`;
}

async function centralStopped(run: Run): Promise<string> {
  const { bench, ground } = run;
  await bench.start();
  await depositedAndReady(bench);
  ground.central().process.kill('SIGSTOP');
  try {
    await collectOne(bench);
    const from = performance.now();
    await tryCall(bench.kiosk(), { act: 'elder', on: true });
    hold(performance.now() - from < 2_000, 'the screen answers meanwhile');
  } finally {
    ground.central().process.kill('SIGCONT');
  }
  await centralHasAll(bench);
  return 'a pickup while central stood still';
}

async function productionRefused({ bench, ground }: Run): Promise<string> {
  const data = join(bench.folder, 'central');
  mkdirSync(data);
  const tokenFile = join(bench.folder, 'token');
  writeFileSync(tokenFile, 'a-token-of-this-run-only');
  const errors = join(bench.folder, 'central.err');
  const args = [
    join(root, 'src/central/main.ts'),
    '--data',
    data,
    '--mode',
    'production',
    '--admin-token-file',
    tokenFile,
  ];
  const started = await startChild({ name: 'central', command: process.execPath, args, errorsTo: errors });
  if (started.ok) await started.value.end();
  hold(!started.ok, 'the trial database is refused in production');
  hold(/trialDatabaseInProduction/.test(readFileSync(errors, 'utf8')), 'it says why');
  hold(ground.central().process.exitCode === null, 'the other central goes on');
  return 'refused with "trialDatabaseInProduction"';
}

/** Central from a copy that knows less; it goes back to the sound one with all its later facts told again. */
async function centralRestored(run: Run): Promise<string> {
  const { bench, ground } = run;
  await bench.start();
  await centralThere(bench);
  await centralHasAll(bench);
  await bench.end();
  const copy = join(bench.folder, 'central-copy');
  await ground.central().end();
  cpSync(ground.centralFolder, copy, { recursive: true });
  await ground.startCentral();
  await bench.start();
  await depositedAndReady(bench);
  await centralHasAll(bench);
  await ground.central().end();
  const later = join(bench.folder, 'central-later');
  renameSync(ground.centralFolder, later);
  cpSync(copy, ground.centralFolder, { recursive: true });
  rmSync(copy, { recursive: true });
  await ground.startCentral();
  await bench.kiosk().until('central', ({ centralOnline }) => centralOnline);
  // The next event shows how far central is.
  await serves(bench);
  const facts = await centralHasAll(bench);
  return `all ${facts.length} events told again from the kiosk's journal`;
}

/** Central behind a certificate of nobody's. */
async function foreignCertificate(run: Run): Promise<string> {
  const { bench } = run;
  await bench.start();
  await depositedAndReady(bench);
  await bench.end();
  const [key, cert] = ['key.pem', 'cert.pem'].map((name) => join(bench.folder, name));
  if (key === undefined || cert === undefined) throw new Error('two names');
  const subject = ['-subj', '/CN=127.0.0.1', '-addext', 'subjectAltName=IP:127.0.0.1'];
  const made = ['-x509', '-newkey', 'rsa:2048', '-nodes', '-keyout', key, '-out', cert, '-days', '1', ...subject];
  execFileSync('openssl', ['req', ...made], { stdio: 'ignore' });
  let asked = 0;
  const server = createTlsServer({ key: readFileSync(key), cert: readFileSync(cert) }, (_request, response) => {
    asked += 1;
    response.end('{}');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  bench.undoLater(() => server.close());
  const { url } = { url: bench.ground.trial.centralUrl };
  bench.changeSite((site) => {
    site.central.url = `https://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  await bench.start();
  await collectOne(bench);
  hold(asked === 0, 'nothing is said to a central that cannot show who it is');
  hold(bench.kiosk().view()?.centralOnline === false, 'central counts as gone');
  await bench.end();
  const log = readFileSync(join(bench.dataFolder, 'log', 'nighthall.log'), 'utf8');
  hold(/certificate/i.test(log), 'the log names the certificate');
  bench.changeSite((site) => {
    site.central.url = url;
  });
  await bench.start();
  return 'refused; a pickup goes through without central';
}

/** The same kiosk twice: a cloned disk in another hall. */
async function cloned(run: Run): Promise<string> {
  const { bench, ground } = run;
  await bench.start();
  await centralThere(bench);
  await centralHasAll(bench);
  await bench.end();
  const folder = `${bench.dataFolder}-clone`;
  cpSync(bench.dataFolder, folder, { recursive: true });
  await bench.start();
  await something(run, 1);
  await centralHasAll(bench);
  await bench.end();
  // The clone does not know what the original has told meanwhile: central shows it, as it shows any old database.
  const own = bench.dataFolder;
  const noticed = async () => {
    const { how } = await bench.ended();
    hold(how === '3', `it ends once central has shown that its database is old, not with ${how}`);
  };
  await bench.start({ data: folder });
  await noticed();
  await bench.start();
  await centralThere(bench);
  await something(run, 1);
  const seen = await waitFor('central to have noticed', async () => {
    const { facts, parked } = await ground.facts(bench.name);
    const ids = new Set(facts.map(({ id }) => id));
    const all = keptOf(bench).log.every(({ id }) => ids.has(id) || parked.some((one) => one.id === id));
    return all ? { parked: parked.length, facts: facts.length } : undefined;
  });
  await bench.end();
  bench.dataFolder = own;
  const { facts } = await ground.facts(bench.name);
  hold(new Set(facts.map(({ id }) => id)).size === facts.length, 'no event counts twice');
  await bench.start();
  await noticed();
  await bench.start();
  await centralThere(bench);
  return `${seen.parked} events kept aside, ${seen.facts} counted`;
}

const network = rowsWith();

const quick = { runs: { full: 3, quick: 1 } };

export const networks: readonly Fault[] = [
  network(
    '47',
    'central cannot be reached',
    'a relay cuts every connection',
    'a pickup without central; everything arrives afterwards',
    away((relay) => {
      relay.behaviour = { up: (_bytes, pair) => reset(pair) };
    }),
    quick,
  ),
  network(
    '51',
    'a black hole',
    'a relay takes every request and answers none',
    'noticed by the deadline; a pickup goes through',
    away((relay) => {
      relay.behaviour = { up: () => undefined };
    }),
  ),
  network(
    '48-resets',
    'a lossy way to central',
    'a relay resets at 15 % of all pieces each way',
    'everything arrives once',
    disturbed(lossy),
  ),
  network(
    '49',
    'reset in the middle of an upload',
    'a relay cuts after half of the messages, three times',
    'everything arrives once',
    disturbed(halfUpload),
    quick,
  ),
  network(
    '50',
    'central has stored it and the answer is lost',
    'a relay resets before the answer, four times',
    'everything arrives once',
    disturbed(lostAnswers),
    quick,
  ),
  network(
    '50-enrol',
    'the answer to the enrolment is lost',
    'a relay resets before the first answer',
    'the kiosk joins with the next',
    enrolmentAnswerLost,
    { runs: { full: 2, quick: 1 } },
  ),
  network(
    '50-repeat',
    'messages that come twice',
    'the same bytes again at once and 1.5 s later',
    'everything counts once',
    disturbed(repeated),
  ),
  network(
    '50-order',
    'messages that are overtaken',
    'held back 4 s, after the kiosk has sent them anew',
    'everything counts once and in order',
    disturbed(overtaken, 4),
  ),
  network(
    '52',
    'a slow link',
    '8,000 bytes/s and 2 s each way',
    'everything arrives once',
    disturbed(() => ({ up: paced(passUp, 8_000, 2_000), down: paced(passDown, 8_000, 2_000) }), 2),
    { runs: { full: 1, quick: 0 } },
  ),
  network(
    '53',
    'a storm of 500, 429 and 503',
    'a relay answers itself for 8 s',
    'few questions, the kiosk serves, everything arrives afterwards',
    storm,
  ),
  network(
    '55',
    'central restored from an old copy',
    'data folder of central copied back',
    'told again from the journal of the kiosk, each once',
    centralRestored,
    { runs: { full: 1, quick: 0 } },
  ),
  network(
    '56',
    'central killed',
    'SIGKILL within 2 s of activity, started again',
    'nothing acknowledged is lost',
    centralKilled,
    quick,
  ),
  network(
    '56-stop',
    'central stands still',
    'SIGSTOP during a pickup',
    'the pickup goes through, everything arrives afterwards',
    centralStopped,
  ),
  network(
    '56-production',
    'the trial database in production',
    '--mode production',
    'refused with the reason',
    productionRefused,
    { runs: { full: 1, quick: 1 } },
  ),
  network(
    '57',
    'a certificate of nobody’s',
    'central behind TLS with a certificate of its own making',
    'refused, named in the log; a pickup goes through',
    foreignCertificate,
    { needs: ['openssl'] },
  ),
  network(
    '58',
    'two kiosks with one identity',
    'the data folder cloned and both started in turn',
    'nothing counts twice, every event is counted or kept aside',
    cloned,
    { central: 'none', runs: { full: 1, quick: 0 } },
  ),
];
