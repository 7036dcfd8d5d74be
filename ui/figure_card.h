#pragma once

#include <QFrame>

#include "ui/sparkline.h"

class QLabel;

namespace lk::ui {

// One figure of the overview: what it is, its value now, and its last ten minutes.
class FigureCard final : public QFrame {
  Q_OBJECT

 public:
  // words: how a value of its past is said.
  FigureCard(const Theme& theme, const QString& name, const QString& tip, Sparkline::Words words,
             QWidget* parent = nullptr);

  void show(const QString& value, const QString& note, std::vector<Sparkline::Value> history, qint64 spanMs);

 private:
  QLabel* m_name;
  QLabel* m_value;
  QLabel* m_note;
  Sparkline* m_line;
};

}  // namespace lk::ui
