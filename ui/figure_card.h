#pragma once

#include <QFrame>
#include <deque>

class QLabel;

namespace lk::ui {

class Sparkline;
class Theme;

// One figure of the overview: what it is, its value now, and its last ten minutes.
class FigureCard final : public QFrame {
  Q_OBJECT

 public:
  FigureCard(const Theme& theme, const QString& name, const QString& tip, QWidget* parent = nullptr);

  void show(const QString& value, const QString& note, const std::deque<double>& history, std::size_t whole);

 private:
  QLabel* m_name;
  QLabel* m_value;
  QLabel* m_note;
  Sparkline* m_line;
};

}  // namespace lk::ui
