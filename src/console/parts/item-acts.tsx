// Item acts: what may be done with an item in its present state, by this role.

import { useState } from 'react';
import type { DelegationLine } from '../../contract/admin.ts';
import type { ActWish, ConsoleFunction } from '../../contract/console.ts';
import type { ItemFull } from '../../contract/console-desk.ts';
import { useMay } from '../shown.ts';
import { itemWords } from '../text/items.ts';
import { taskWords } from '../text/tasks.ts';
import { ActDialog } from './act-dialog.tsx';
import { Field } from './field.tsx';
import { Say } from './say.tsx';

type Order = 'recall' | 'extend' | 'addAgent' | 'freeze' | 'release' | 'cancel';
type State = ItemFull['state'];

const needed: Readonly<Record<Order, ConsoleFunction>> = {
  recall: 'items',
  extend: 'items',
  addAgent: 'items',
  freeze: 'orders',
  release: 'orders',
  cancel: 'orders',
};
const over: readonly State[] = ['handedOver', 'cancelled', 'recalled'];
const fits: Readonly<Record<Order, (state: State) => boolean>> = {
  recall: (state) => state === 'inCell',
  extend: (state) => state === 'inCell',
  addAgent: (state) => state !== 'handedOver' && state !== 'cancelled',
  freeze: (state) => state === 'expected' || state === 'inCell',
  release: (state) => state === 'frozen',
  cancel: (state) => !over.includes(state),
};
const orders = ['recall', 'extend', 'addAgent', 'freeze', 'release', 'cancel'] as const;

function actOf(order: Order, item: ItemFull, typed: Readonly<Record<string, string>>): ActWish {
  const { reason = '', days = '7', idNumber = '', name = '' } = typed;
  const about = { item: item.item, reason };
  switch (order) {
    case 'extend':
      return { act: 'extend', ...about, days: Number(days) };
    case 'addAgent':
      return { act: 'addAgent', ...about, days: Number(days), idNumber, name };
    default:
      return { act: order, ...about };
  }
}

function About({ item }: { readonly item: ItemFull }) {
  return (
    <>
      <strong>{item.title.zh}</strong> <span className="figures">{item.caseNumber}</span> · {item.maskedName}
      {item.cell === null ? null : ` · ${item.cell}`}
    </>
  );
}

export function ItemActs({ of: item }: { readonly of: ItemFull }) {
  const may = useMay();
  const [order, setOrder] = useState<Order | null>(null);
  const offered = orders.filter((one) => may(needed[one]) && fits[one](item.state));
  if (offered.length === 0) return null;
  return (
    <div className="acts">
      {offered.map((one) => (
        <button key={one} type="button" className={one === 'cancel' ? 'grave' : ''} onClick={() => setOrder(one)}>
          <Say text={itemWords[one]} />
        </button>
      ))}
      {order === null ? null : (
        <ActDialog
          key={order}
          title={itemWords[order]}
          about={<About item={item} />}
          grave={order === 'cancel' || order === 'freeze'}
          actOf={(typed) => actOf(order, item, typed)}
          onEnd={() => setOrder(null)}
        >
          {order === 'addAgent' ? (
            <>
              <Field name="idNumber" label={itemWords.agentNumber} most={18} first />
              <Field name="name" label={itemWords.agentName} most={60} />
              <Field name="days" label={itemWords.days} type="number" least={1} most={30} start="7" />
            </>
          ) : order === 'extend' ? (
            <Field name="days" label={itemWords.days} type="number" least={1} most={90} start="7" first />
          ) : undefined}
        </ActDialog>
      )}
    </div>
  );
}

export function RevokeAgent({ of: agent, item }: { readonly of: DelegationLine; readonly item: ItemFull }) {
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <button type="button" className="small" onClick={() => setOpen(true)}>
        <Say text={itemWords.revoke} />
      </button>
      {isOpen ? (
        <ActDialog
          title={itemWords.revoke}
          about={
            <>
              {agent.maskedName} · <About item={item} /> · <Say text={taskWords.addressee} />
            </>
          }
          actOf={({ reason = '' }) => ({ act: 'revokeAgent', delegation: agent.id, reason })}
          onEnd={() => setOpen(false)}
        />
      ) : null}
    </>
  );
}
