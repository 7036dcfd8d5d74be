#include "app/title_bar.h"

namespace lk::app {

TitleBars::Paint systemTitleBarPaint() { return nullptr; }

}  // namespace lk::app
