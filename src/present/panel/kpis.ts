import type { Analytics, MetricResult } from '../../core/model/analytics.ts';
import type { Change, Snapshot } from '../../core/model/snapshot.ts';
import type { PortfolioState } from '../../core/model/state.ts';
import type { Kpi } from '../../protocol/panelView.ts';
import { formatCount, formatMoney, formatPercent, missing, trend } from '../format.ts';
import { foreign } from '../redact.ts';
import { todayOf } from '../today.ts';
import { metricText } from './metrics.ts';
import { gapWords, toneOf, type Words } from './words.ts';

/** The seven figures over the tabs. */
export function kpis(state: PortfolioState, words: Words): readonly Kpi[] {
  const { snapshot, analytics } = state;
  if (!snapshot) return [];
  return [
    netValue(snapshot, words),
    recent(snapshot, words),
    monthToDate(snapshot, words),
    allTime(snapshot, analytics, words),
    figure('sharpe', 'Sharpe', analytics, words, periods(analytics)),
    figure('volatility', 'Volatility', analytics, words, 'per year'),
    maxDrawdown(analytics, words),
  ];
}

function netValue(snapshot: Snapshot, words: Words): Kpi {
  const gaps = gapWords(snapshot.gaps);
  const display = Object.entries(snapshot.display)
    .filter((entry): entry is [string, number] => entry[1] !== null)
    .map(([currency, value]) => words.amount(formatMoney(value, currency)));
  const count = formatCount(snapshot.assets.length, 'asset');
  if (snapshot.equity === null) {
    const known = snapshot.knownEquity === 0 ? [] : [`${words.money(snapshot.knownEquity)} known`];
    return {
      id: 'value',
      label: 'Net value',
      value: missing,
      sub: [...known, count].join(' · '),
      tone: 'warning',
      title: foreign(snapshot.equityReason ?? gaps ?? 'The equity is not known', words.privacy),
    };
  }
  return {
    id: 'value',
    label: 'Net value',
    value: words.money(snapshot.equity),
    sub: gaps ? `incomplete · ${count}` : [...display.slice(0, 1), count].join(' · '),
    tone: gaps ? 'warning' : 'none',
    title: foreign(
      gaps ?? 'Spot at market price, less what is borrowed, plus wallets and open P&L of derivatives',
      words.privacy,
    ),
  };
}

const bases = {
  flows: 'Change of value, net of deposits and withdrawals',
  heldNow: 'Price change of what is held now; deposits and trades are not in it',
} as const;

function changeTitle(of: Change, privacy: boolean): string {
  return of.abs === null && of.pct === null
    ? foreign(of.reason ?? 'Not known', privacy)
    : of.basis
      ? `${bases[of.basis]}${of.reason ? `. ${foreign(of.reason, privacy)}` : ''}`
      : '';
}

function arrowed(pct: number | null): string {
  return pct === null ? missing : `${trend(pct)} ${formatPercent(pct, { sign: true })}`.trim();
}

function change(id: string, label: string, of: Change, words: Words): Kpi {
  return {
    id,
    label,
    value: words.money(of.abs, { sign: true }),
    sub: of.pct === null && of.abs === null ? (of.reason ? 'not known yet' : '') : arrowed(of.pct),
    tone: toneOf(of.pct ?? of.abs),
    title: changeTitle(of, words.privacy),
  };
}

/** The day so far where it is known (VAL-3); else the last 24 hours. */
function recent(snapshot: Snapshot, words: Words): Kpi {
  const today = todayOf(snapshot);
  const day = snapshot.change24h;
  if (today.abs === null) {
    const kpi = change('change24h', '24 h change', day, words);
    return {
      ...kpi,
      title: `${kpi.title === '' ? '' : `${kpi.title}. `}Today: ${foreign(today.reason ?? 'not known', words.privacy)}`,
    };
  }
  const lastDay = day.pct === null ? '' : ` The last 24 hours: ${formatPercent(day.pct, { sign: true })}.`;
  return {
    id: 'today',
    label: 'Today',
    value: words.money(today.abs, { sign: true }),
    sub: today.pct === null ? 'n/a' : arrowed(today.pct),
    tone: toneOf(today.pct ?? today.abs),
    title: `Change of value since the day began, net of deposits, withdrawals and transfers.${
      today.reason === null ? '' : ` As a percentage not known: ${foreign(today.reason, words.privacy)}.`
    }${lastDay}`,
  };
}

function monthToDate(snapshot: Snapshot, words: Words): Kpi {
  const of = snapshot.monthToDate;
  return {
    id: 'monthToDate',
    label: 'Month to date',
    value: formatPercent(of.pct, { sign: true }),
    sub: of.abs === null ? (of.pct === null ? 'not known yet' : '') : words.money(of.abs, { sign: true }),
    tone: toneOf(of.pct),
    title: changeTitle(of, words.privacy),
  };
}

function allTime(snapshot: Snapshot, analytics: Analytics | null, words: Words): Kpi {
  const of = snapshot.allTime;
  const total = find(analytics, 'totalReturn');
  const annual = find(analytics, 'cagr') ?? find(analytics, 'annualisedReturn');
  if (total && 'value' in total.result) {
    const perYear =
      annual && 'value' in annual.result ? `${formatPercent(annual.result.value, { sign: true })} p.a.` : '';
    return {
      id: 'totalReturn',
      label: 'Total return',
      value: formatPercent(total.result.value, { sign: true }),
      sub:
        of.abs === null
          ? perYear
          : [`${of.abs > 0 && !words.privacy ? '+' : ''}${words.compact(of.abs)}`, perYear].filter(Boolean).join(' · '),
      tone: toneOf(total.result.value),
      title: total.convention,
    };
  }
  const reason = total && 'reason' in total.result ? total.result.reason : (of.reason ?? 'No history yet');
  return {
    id: 'totalReturn',
    label: of.abs === null ? 'Total return' : 'All-time P&L',
    value: words.money(of.abs, { sign: true }),
    sub: of.abs === null ? 'not known yet' : arrowed(of.pct),
    tone: toneOf(of.pct ?? of.abs),
    title: of.abs === null ? foreign(reason, words.privacy) : changeTitle(of, words.privacy),
  };
}

function find(analytics: Analytics | null, id: string): MetricResult | undefined {
  return analytics?.metrics.find((metric) => metric.id === id);
}

function figure(id: string, label: string, analytics: Analytics | null, words: Words, sub: string): Kpi {
  const metric = find(analytics, id);
  if (!metric) return { id, label, value: missing, sub: 'not known yet', tone: 'none', title: 'No history yet' };
  const text = metricText(metric, words);
  const known = 'value' in metric.result;
  return { id, label, value: text.value, sub: known ? sub : 'not known yet', tone: 'none', title: text.explain };
}

function periods(analytics: Analytics | null): string {
  return analytics?.periods ? `${analytics.periods.perYear} periods a year` : '';
}

function maxDrawdown(analytics: Analytics | null, words: Words): Kpi {
  const now = analytics?.drawdown;
  const sub = now && 'value' in now ? `now ${formatPercent(now.value)}` : '';
  return figure('maxDrawdown', 'Max drawdown', analytics, words, sub);
}
