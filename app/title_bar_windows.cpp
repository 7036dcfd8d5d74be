#include <windows.h>

#include "app/title_bar.h"
// After windows.h, which it needs.
#include <dwmapi.h>

namespace lk::app {

TitleBars::Paint systemTitleBarPaint() {
  return [](WId window, bool dark) {
    constexpr DWORD kUseDark = 20;        // DWMWA_USE_IMMERSIVE_DARK_MODE
    constexpr DWORD kUseDarkBefore = 19;  // the same, before Windows 10 2004
    auto* handle = reinterpret_cast<HWND>(window);
    const BOOL value = dark ? TRUE : FALSE;
    if (FAILED(DwmSetWindowAttribute(handle, kUseDark, &value, sizeof value))) {
      DwmSetWindowAttribute(handle, kUseDarkBefore, &value, sizeof value);
    }
  };
}

}  // namespace lk::app
