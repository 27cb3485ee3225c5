import type { HealthItem } from '../../core/model/state.ts';
import type { Execution, Plan, PlanRequest } from '../../core/model/trading.ts';
import type { Closable } from '../../core/ports.ts';
import type { EngineOptions, EnginePorts } from '../engine.ts';
import type { Memory } from '../memory.ts';
import type { Portfolio } from '../portfolio.ts';

/** Where orders of one portfolio are planned, sent and followed: REB-3. Rejects with an Error in words. */
export interface Desk extends Closable {
  /** Makes orders of fresh prices and keeps them until they expire; sends nothing. */
  plan(request: PlanRequest): Promise<Plan>;
  /** Sends the orders of a kept plan, exactly those of `digest`, at most once. */
  execute(plan: string, digest: string): Promise<Execution>;
  /** Those begun within [from, to], newest first. */
  executions(from: number, to: number): Promise<readonly Execution[]>;
  /** What runs stops before its next order. Answers whether something ran. */
  stop(): boolean;
  resetPaper(account: string): Promise<void>;
  health(): readonly HealthItem[];
  /** Takes over what a process left that died, and asks what became of orders that are not known. */
  follow(): Promise<void>;
}

export interface DeskContext {
  readonly ports: EnginePorts;
  readonly options: EngineOptions;
  readonly portfolio: () => Portfolio;
  /** The portfolio's memory, once its history is open. */
  ready(): Promise<Memory>;
  /** Health has changed. */
  changed(): void;
  /** An execution began, moved on or ended. */
  executed(execution: Execution): void;
}
