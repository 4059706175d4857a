// Figures: what central counts about itself, as Prometheus reads it (text format 0.0.4). No label ever names a kiosk or person.

const names = {
  nighthall_requests_total: 'Requests by route, method and status.',
  nighthall_messages_total: 'Messages of kiosks by what became of them: counted, parked or known before.',
  nighthall_sms_total: 'Messages to people by outcome: sent, refused, unreachable.',
} as const;
export type CounterName = keyof typeof names;
type Labels = Readonly<Record<string, string>>;

/** Seconds. A question that waits for news is not among them: it is held on purpose. */
const bounds = [0.005, 0.02, 0.1, 0.5, 2, 10];

export interface Gauge {
  readonly name: string;
  readonly help: string;
  readonly values: readonly { readonly labels?: Labels; readonly value: number }[];
}

export interface Figures {
  count(name: CounterName, labels: Labels, by?: number): void;
  /** How long a request of that route took. */
  took(route: string, seconds: number): void;
  /** Everything counted so far, and the gauges of this moment. */
  text(gauges: readonly Gauge[]): string;
}

const escaped = (value: string) => value.replace(/\\/g, '\\\\').replace(/"/g, '\\"').replace(/\n/g, '\\n');

function labelText(labels: Labels): string {
  const parts = Object.entries(labels).map(([name, value]) => `${name}="${escaped(value)}"`);
  return parts.length === 0 ? '' : `{${parts.join(',')}}`;
}

interface Histogram {
  readonly counts: number[];
  sum: number;
  all: number;
}

export function createFigures(): Figures {
  const counters = new Map<CounterName, Map<string, number>>();
  const durations = new Map<string, Histogram>();

  function durationLines(): readonly string[] {
    const name = 'nighthall_request_seconds';
    return [
      `# HELP ${name} How long requests took, by route.`,
      `# TYPE ${name} histogram`,
      ...[...durations].flatMap(([route, { counts, sum, all }]) => [
        ...bounds.map((le, at) => `${name}_bucket${labelText({ route, le: String(le) })} ${counts[at] ?? 0}`),
        `${name}_bucket${labelText({ route, le: '+Inf' })} ${all}`,
        `${name}_sum${labelText({ route })} ${sum}`,
        `${name}_count${labelText({ route })} ${all}`,
      ]),
    ];
  }

  return {
    count(name, labels, by = 1) {
      if (by === 0) return;
      const lines = counters.get(name) ?? new Map<string, number>();
      counters.set(name, lines);
      const key = labelText(labels);
      lines.set(key, (lines.get(key) ?? 0) + by);
    },
    took(route, seconds) {
      const known = durations.get(route) ?? { counts: bounds.map(() => 0), sum: 0, all: 0 };
      durations.set(route, known);
      for (const [at, bound] of bounds.entries()) if (seconds <= bound) known.counts[at] = (known.counts[at] ?? 0) + 1;
      known.sum += seconds;
      known.all += 1;
    },
    text(gauges) {
      const counted = [...counters].flatMap(([name, lines]) => [
        `# HELP ${name} ${names[name]}`,
        `# TYPE ${name} counter`,
        ...[...lines].map(([labels, value]) => `${name}${labels} ${value}`),
      ]);
      const now = gauges.flatMap(({ name, help, values }) => [
        `# HELP ${name} ${help}`,
        `# TYPE ${name} gauge`,
        ...values.map(({ labels = {}, value }) => `${name}${labelText(labels)} ${value}`),
      ]);
      return `${[...counted, ...durationLines(), ...now].join('\n')}\n`;
    },
  };
}
