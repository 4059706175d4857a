// Words from outside (titles, place names) in the languages of the hall. Words of the program itself live in src/ui/text.

export type Language = 'zh' | 'en';

export interface Words {
  readonly zh: string;
  readonly en: string;
}
