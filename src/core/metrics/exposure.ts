import { answer } from './answer.ts';
import type { Metric } from './metric.ts';

/** Mean gross exposure over the span / equity. */
export const exposure: Metric = {
  id: 'exposure',
  title: 'Exposure',
  unit: 'percent',
  group: 'trade',
  convention: () => 'mean of gross exposure / equity over the span',
  compute({ activity }) {
    if (!activity) return { reason: 'needs positions; a series of returns does not say what was held' };
    if (activity.exposure === null) return { reason: 'what was held over the span is not known' };
    return answer(activity.exposure);
  },
};
