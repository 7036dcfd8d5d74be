#pragma once

#include <QFrame>
#include <vector>

#include "ui/nodes_model.h"

class QGridLayout;
class QLabel;
class QPushButton;

namespace lk::ui {

class ShareBar;
class Theme;

// The nodes that drain now: how far each has come, how fast it goes, and how long it still takes.
class DrainStrip final : public QFrame {
  Q_OBJECT

 public:
  DrainStrip(const Theme& theme, const NodesModel& nodes, QWidget* parent = nullptr);

  // The rate that somebody asked for here; it stands beside the one that is measured.
  void setRate(const QString& node, int rate) { m_rates.insert(node, rate); }

 Q_SIGNALS:
  void rateRequested(const QString& node);

 private:
  struct Line {
    QLabel* name;
    ShareBar* bar;
    QLabel* text;
    QPushButton* change;
    QString node;
  };

  void show();
  void addLine();
  void showLine(Line& line, int row);

  const Theme& m_theme;
  const NodesModel& m_nodes;
  QGridLayout* m_grid;
  std::vector<Line> m_lines;
  QHash<QString, int> m_rates;
};

}  // namespace lk::ui
