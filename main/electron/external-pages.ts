export const dataPage = 'https://www.kaggle.com/datasets/mkechinov/ecommerce-behavior-data-from-multi-category-store';

/** The only addresses that leave the app: they open in the person's browser. */
export const externalPages: ReadonlySet<string> = new Set([dataPage]);
