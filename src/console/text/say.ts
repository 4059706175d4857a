// Say: one piece of text in both languages of the console.

export interface Words {
  readonly zh: string;
  readonly en: string;
}

export const say = (zh: string, en: string): Words => ({ zh, en });
