#pragma once

#include <QFrame>

#include "ui/nodes_model.h"

class QAction;
class QGridLayout;
class QLabel;

namespace lk::ui {

class ShareBar;
class Theme;

// The nodes of a cluster and how they share the sessions, as a card; the largest if there are many.
class NodeShare final : public QFrame {
  Q_OBJECT

 public:
  // all: opens the nodes.
  NodeShare(const Theme& theme, const NodesModel& nodes, QAction* all, QWidget* parent = nullptr);

 private:
  struct Line {
    QLabel* name;
    QLabel* address;
    ShareBar* bar;
    QLabel* share;
  };

  void show();
  void makeLines(std::size_t count);
  void showLine(const Line& line, int row);

  const Theme& m_theme;
  const NodesModel& m_nodes;
  QLabel* m_heading;
  QLabel* m_note;
  QGridLayout* m_grid;
  std::vector<Line> m_lines;
};

// How much of a whole, as a bar.
class ShareBar final : public QWidget {
  Q_OBJECT

 public:
  explicit ShareBar(const Theme& theme, QWidget* parent = nullptr);

  void show(double share, Tone tone);
  [[nodiscard]] QSize sizeHint() const override { return {80, 8}; }

 protected:
  void paintEvent(QPaintEvent* event) override;

 private:
  const Theme& m_theme;
  double m_share = 0;
  Tone m_tone = Tone::Good;
};

}  // namespace lk::ui
