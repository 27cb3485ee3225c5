import { perSeries } from '../series/perSeries.ts';

/** Gains and losses of a series, told apart: a period of exactly 0 is neither. */
export interface Outcomes {
  readonly wins: number;
  readonly losses: number;
  /** Sum of the gains, ≥ 0, and of the losses, ≤ 0. */
  readonly won: number;
  readonly lost: number;
  readonly longestWin: number;
  readonly longestLoss: number;
}

export const outcomes = perSeries(({ returns }): Outcomes => {
  let wins = 0;
  let losses = 0;
  let won = 0;
  let lost = 0;
  let longestWin = 0;
  let longestLoss = 0;
  let winning = 0;
  let losing = 0;
  for (const value of returns) {
    if (value > 0) {
      wins += 1;
      won += value;
    } else if (value < 0) {
      losses += 1;
      lost += value;
    }
    // A period of 0 ends both streaks.
    winning = value > 0 ? winning + 1 : 0;
    losing = value < 0 ? losing + 1 : 0;
    if (winning > longestWin) longestWin = winning;
    if (losing > longestLoss) longestLoss = losing;
  }
  return { wins, losses, won, lost, longestWin, longestLoss };
});
