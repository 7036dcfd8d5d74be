#pragma once

#include <QObject>
#include <QWidget>
#include <functional>

namespace lk::app {

// Gives the frames of the program's windows, which the system draws, the light or dark of what is in them: as a window
// opens, and when the look changes.
class TitleBars final : public QObject {
  Q_OBJECT

 public:
  using Paint = std::function<void(WId window, bool dark)>;

  // Follows all windows of the application. paint: null where the system's frames are no matter of the program's.
  explicit TitleBars(Paint paint);

  bool eventFilter(QObject* object, QEvent* event) override;

 private:
  const Paint m_paint;
};

// How this system is told; null: it decides by itself.
[[nodiscard]] TitleBars::Paint systemTitleBarPaint();

}  // namespace lk::app
