#pragma once

#include <QWidget>
#include <deque>

namespace lk::ui {

class Theme;

// The last ten minutes of one figure as a line. Its scale begins at 0.
class Sparkline final : public QWidget {
  Q_OBJECT

 public:
  explicit Sparkline(const Theme& theme, QWidget* parent = nullptr);

  // Oldest first; the newest stands at the right edge, whole is the number of values from edge to edge.
  void setValues(const std::deque<double>& values, std::size_t whole);
  [[nodiscard]] QSize sizeHint() const override { return {120, 36}; }

 protected:
  void paintEvent(QPaintEvent* event) override;

 private:
  const Theme& m_theme;
  std::deque<double> m_values;  // averages of a few each
  std::size_t m_whole = 1;
};

}  // namespace lk::ui
