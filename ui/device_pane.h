#pragma once

#include <QFrame>
#include <QTimer>

#include "ui/console_context.h"
#include "ui/timeline_model.h"

class QAction;
class QLabel;
class QStackedLayout;
class QTabWidget;

namespace lk::ui {

class EmptyState;
class FittedArea;
class TableView;
class TracePanel;

// What is known of the selected device: facts and timeline. Stays with the device when it disconnects.
class DevicePane final : public QFrame {
  Q_OBJECT

 public:
  explicit DevicePane(ConsoleContext& context, QWidget* parent = nullptr);

  void showDevice(const QString& device);
  // None: what would stand here.
  void showCount(int devices);
  [[nodiscard]] const QString& device() const { return m_device; }
  // What menus offer.
  [[nodiscard]] QList<QAction*> actions() const;
  void refreshLook();

 Q_SIGNALS:
  void said(const QString& text);

 protected:
  void resizeEvent(QResizeEvent* event) override;

 private:
  [[nodiscard]] QWidget* makeDetails();
  void fitTabs();
  void take(const node::Snapshot& snapshot);
  void follow(const QString& device);
  void askHistory();
  void showFacts();

  enum Fact {
    Session,
    Address,
    Node,
    Protocol,
    Connected,
    Heard,
    Keepalive,
    Reports,
    Pending,
    OutBuffer,
    LastClose,
    Meta,
    kFacts
  };
  [[nodiscard]] static QString factName(int fact);
  [[nodiscard]] QString factText(const node::SessionRow& row, int fact) const;

  ConsoleContext& m_context;
  QString m_device;
  TimelineModel m_timeline;
  QStackedLayout* m_stack;
  EmptyState* m_empty;
  QLabel* m_title = nullptr;
  QLabel* m_state = nullptr;
  QList<QLabel*> m_facts;
  TableView* m_table = nullptr;
  TracePanel* m_trace = nullptr;
  QTabWidget* m_tabs = nullptr;
  FittedArea* m_sheet = nullptr;  // the facts
  QTimer m_toAsk;                 // who walks through the table asks for the last device alone
};

}  // namespace lk::ui
