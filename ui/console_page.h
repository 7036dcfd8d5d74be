#pragma once

#include <QWidget>

class QAction;

namespace lk::ui {

// One page of the rail.
class ConsolePage : public QWidget {
  Q_OBJECT

 public:
  using QWidget::QWidget;

  // What its menu offers; it has none if this is empty.
  [[nodiscard]] virtual QList<QAction*> menuActions() const { return {}; }
  // The theme has changed: icons are to be drawn anew.
  virtual void refreshLook() = 0;
  // False: it has none.
  virtual bool focusFilter() { return false; }
  // What quitting now would cut off, in a sentence; empty: nothing.
  [[nodiscard]] virtual QString unfinished() const { return {}; }

 Q_SIGNALS:
  void said(const QString& text);    // for the status bar
  void failed(const QString& text);  // for a banner
};

}  // namespace lk::ui
