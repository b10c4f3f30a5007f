/** The answers of one case until they are sent. A phone that falls asleep keeps them. */
export class Answered {
  answers = $state.raw<Readonly<Record<string, boolean>>>({});
  #name: string;

  constructor(caseId: string) {
    this.#name = `answers:${caseId}`;
    this.answers = JSON.parse(localStorage.getItem(this.#name) ?? '{}');
  }

  set = (question: string, yes: boolean): void => {
    this.answers = { ...this.answers, [question]: yes };
    localStorage.setItem(this.#name, JSON.stringify(this.answers));
  };

  forget(): void {
    localStorage.removeItem(this.#name);
  }
}
