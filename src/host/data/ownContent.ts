// The user's own texts and sets, wherever they are: whoever keeps some says how they are found.
import type { ContentId } from '../../training/run/finetuningConfig';
import type { OwnExamples } from '../protocol/examples';
import type { SuppliedText } from '../protocol/text';

export interface ContentFinder {
  text(sha256: string): Promise<SuppliedText | undefined>;
  examples(sha256: string): Promise<OwnExamples | undefined>;
}

export class OwnContent implements ContentFinder {
  readonly #finders: ContentFinder[] = [];

  provide(finder: ContentFinder): void {
    this.#finders.push(finder);
  }

  text(sha256: string): Promise<SuppliedText | undefined> {
    return this.#first((finder) => finder.text(sha256));
  }

  examples(sha256: string): Promise<OwnExamples | undefined> {
    return this.#first((finder) => finder.examples(sha256));
  }

  /** Whether it is here, as a text or as a set. */
  async has({ sha256 }: ContentId): Promise<boolean> {
    return ((await this.text(sha256)) ?? (await this.examples(sha256))) !== undefined;
  }

  async #first<Found>(
    find: (finder: ContentFinder) => Promise<Found | undefined>,
  ): Promise<Found | undefined> {
    for (const finder of this.#finders) {
      const found = await find(finder);
      if (found) return found;
    }
    return undefined;
  }
}
