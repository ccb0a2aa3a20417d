/** The layout of the published files: the one that needs no file of its own to be known. */
import { fields, fileLayout, type FileLayout } from '../../../preload/layout.js';

/** The same as `resources/layouts/kaggle-multi-category.json`; a test holds it. */
export const kaggleLayout: FileLayout = fileLayout.parse({
  name: 'Kaggle multi-category store',
  about:
    'eCommerce behavior data from multi category store (REES46): nine columns, times in UTC, ids as whole numbers.',
  columns: Object.fromEntries(fields.map((field) => [field, field])),
  required: ['price'],
  words: { view: 'view', cart: 'cart', remove_from_cart: 'remove_from_cart', purchase: 'purchase' },
  ids: 'number',
});
