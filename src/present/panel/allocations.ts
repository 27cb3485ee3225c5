import type { Allocation, AllocationBy, Slice, Snapshot } from '../../core/model/snapshot.ts';
import type { SeriesAnswer } from '../../protocol/engine.ts';
import type { AllocationView } from '../../protocol/panelView.ts';
import { formatPercent, missing } from '../format.ts';
import { foreign } from '../redact.ts';
import { gapWords, type Words } from './words.ts';

const most = 6;
const titles: Readonly<Record<AllocationBy, string>> = {
  asset: 'Asset',
  account: 'Account',
  exchange: 'Exchange',
  strategy: 'Strategy',
  sector: 'Sector',
  instrument: 'Instrument',
};
const instruments: Readonly<Record<string, string>> = {
  cash: 'Cash',
  spot: 'Spot',
  swap: 'Perpetuals',
  future: 'Futures',
  option: 'Options',
  cfd: 'CFDs',
};

/** Doughnuts: at most six slices, then "Other"; a split that says nothing (one slice, except by asset) is left out. */
export function allocations(list: readonly Allocation[], snapshot: Snapshot, words: Words): readonly AllocationView[] {
  return list
    .filter((allocation) => allocation.by === 'asset' || allocation.slices.length > 1)
    .map((allocation) => view(allocation, snapshot, words));
}

function view(allocation: Allocation, snapshot: Snapshot, words: Words): AllocationView {
  const drawn = allocation.slices.filter((slice) => slice.value > 0).sort((a, b) => b.value - a.value);
  const negative = allocation.slices.filter((slice) => slice.value < 0).length;
  const top = drawn.slice(0, most);
  const rest = drawn.slice(most);
  const name = (slice: Slice) => label(allocation.by, slice.key, snapshot);
  const slices = top.map((slice) => row(slice.key, name(slice), slice, words));
  if (rest.length > 0) {
    const value = rest.reduce((total, slice) => total + slice.value, 0);
    const share = rest.reduce((total, slice) => total + slice.share, 0);
    slices.push(row('\u0000other', `Other (${rest.length})`, { value, share }, words));
  }
  const largest = top[0];
  const what = allocation.basis === 'gross' ? 'by gross notional' : 'by value';
  return {
    by: allocation.by,
    title: titles[allocation.by],
    subtitle: negative > 0 ? `${what}, ${negative} below zero left out` : what,
    slices,
    centre: largest
      ? { top: formatPercent(largest.share, { digits: 1 }), bottom: name(largest) }
      : { top: missing, bottom: '' },
    incomplete: mapNull(gapWords(allocation.incomplete), (text) => foreign(text, words.privacy)),
  };
}

function row(
  key: string,
  text: string,
  slice: Pick<Slice, 'value' | 'share'>,
  words: Words,
): AllocationView['slices'][number] {
  return { key, share: slice.share, label: text, value: words.compact(slice.value) };
}

/** Shares over time with the names that the doughnuts have. */
export function namedParts(answer: SeriesAnswer, by: AllocationBy, snapshot: Snapshot | null): SeriesAnswer {
  if (answer.others === undefined || snapshot === null) return answer;
  return { ...answer, others: answer.others.map((part) => ({ ...part, title: label(by, part.id, snapshot) })) };
}

function label(by: AllocationBy, key: string, snapshot: Snapshot): string {
  if (by === 'account') return snapshot.accounts.find((account) => account.id === key)?.title ?? key;
  if (by === 'instrument') return instruments[key] ?? key;
  return key === 'cash' ? 'Cash' : key;
}

function mapNull(text: string | null, map: (text: string) => string): string | null {
  return text === null ? null : map(text);
}
