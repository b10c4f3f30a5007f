/** Everything about buying behind the shop's door: it comes with the first of its screens. */
export const SCREENS = {
  Receipt: () => import('../refund/Receipt.svelte'),
  Withdrawal: () => import('../withdraw/Withdrawal.svelte'),
  Listing: () => import('./Listing.svelte'),
  Credit: () => import('../credit/Credit.svelte'),
  Purchase: () => import('../purchase/Purchase.svelte'),
  ReturnCode: () => import('../purchase/ReturnCode.svelte'),
  Find: () => import('../find/Find.svelte'),
  Item: () => import('../find/Item.svelte'),
  Tell: () => import('../offers/Tell.svelte'),
  Offers: () => import('../offers/Offers.svelte'),
};
