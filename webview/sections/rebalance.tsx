import { Message } from '../kit/states.tsx';

export function Rebalance() {
  return (
    <Message icon="table" title="Rebalance" actions={[]}>
      Not in this version.
    </Message>
  );
}
