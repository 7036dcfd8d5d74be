#pragma once

#include <QWidget>
#include <functional>
#include <utility>
#include <vector>

namespace lk::ui {

class Theme;

// The last ten minutes of one figure as a line, the newest at the right edge. Its scale begins at 0; where nothing is
// known there is a gap. Under the mouse it says what was when.
class Sparkline final : public QWidget {
  Q_OBJECT

 public:
  using Value = std::pair<qint64, double>;  // when, milliseconds; how much
  using Words = std::function<QString(double)>;

  explicit Sparkline(const Theme& theme, QWidget* parent = nullptr);

  // Oldest first; spanMs from edge to edge.
  void setValues(std::vector<Value> values, qint64 spanMs);
  // How a value is said; without, nothing is.
  void setWords(Words words) { m_words = std::move(words); }
  [[nodiscard]] QSize sizeHint() const override { return {120, 36}; }
  // What is said of a place, pixels from the left; empty: nothing is known of it.
  [[nodiscard]] QString textAt(double x) const;

 protected:
  void paintEvent(QPaintEvent* event) override;
  bool event(QEvent* event) override;

 private:
  struct Point {
    double x = 0;
    double value = 0;
    bool joined = false;  // with the one before
  };
  [[nodiscard]] std::vector<Point> points(double width) const;
  [[nodiscard]] double xOf(qint64 atMs, double width) const;
  void describe();

  const Theme& m_theme;
  std::vector<Value> m_values;
  qint64 m_spanMs = 1;
  Words m_words;
};

}  // namespace lk::ui
