import { explorer } from "./stage.js";

export default explorer();
