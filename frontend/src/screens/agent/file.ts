import type { DeskCaseQuery } from '../../gen/graphql';

export type CaseFile = NonNullable<NonNullable<DeskCaseQuery['desk']>['case']>;
