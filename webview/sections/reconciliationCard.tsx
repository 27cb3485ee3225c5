import { PlainTable } from '../charts/plainTable.tsx';
import { Icon } from '../kit/icon.tsx';
import { usePage } from '../kit/page.ts';
import { Words } from '../trading/words.tsx';
import { AnswerCard } from './answerCard.tsx';

/** LED-5: what trades and transfers imply against what accounts report, with the likely cause of each difference. */
export function ReconciliationCard() {
  const { view } = usePage();
  return (
    <AnswerCard
      name="reconciliation"
      argument={view.portfolio === null ? null : { portfolio: view.portfolio }}
      title="Reconciliation"
      subtitle="balances by the ledger against balances reported"
      area="full"
    >
      {(value) => (
        <>
          {value.differences.rows.length === 0 ? (
            <p class="all-well">
              <Icon name={value.agreed === '' ? 'info' : 'pass'} /> {value.differences.empty}
            </p>
          ) : (
            <div class="reconciliation">
              <PlainTable table={value.differences} maxHeight={520} />
            </div>
          )}
          {value.agreed === '' ? null : <Words icon="pass" tone="up" name="Agreed" lines={[value.agreed]} />}
          <Words icon="question" tone="warning" name="Not compared" lines={value.notCompared} />
        </>
      )}
    </AnswerCard>
  );
}
