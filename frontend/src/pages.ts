/** Small help for the server's pages: each works without it, and better with it. */
import { copyOnClick } from "./pages/copy";
import { openAndCloseDialogs } from "./pages/dialogs";
import { expandGroups } from "./pages/expand";
import { focusSearch } from "./pages/search";
import { closeMenus } from "./pages/menus";
import { moveAlongTabs } from "./pages/tabs";
import { showBusyAndSubmit } from "./pages/forms";
import { switchTheme } from "./pages/theme";
import { tellAgo } from "./pages/ago";
import { tendToasts } from "./pages/toasts";

switchTheme();
copyOnClick();
focusSearch();
closeMenus();
openAndCloseDialogs();
expandGroups();
moveAlongTabs();
showBusyAndSubmit();
tendToasts();
tellAgo();
