/**
 * Every sentence of the app, in English. Screens import only their own part (`$words/orders`),
 * so that a phone loads the words of the screen it shows. The server words its own sentences.
 */
export { camera, distance, doubts, hints, stillInDoubt } from './en/capture';
export { demo } from './en/demo';
export { desk } from './en/desk';
export { label } from './en/label';
export { choosing, match } from './en/match';
export { orders } from './en/orders';
export { purchase } from './en/purchase';
export { refund } from './en/refund';
export { quality, review } from './en/review';
export { showing, starting } from './en/return';
export { shell } from './en/shell';
export { shop } from './en/shop';
export { signin } from './en/signin';
