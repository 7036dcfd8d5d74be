#pragma once

#include <QFrame>

#include "ui/console_context.h"
#include "ui/timeline_model.h"

class QAction;
class QGridLayout;
class QLabel;
class QStackedLayout;

namespace lk::ui {

class EmptyState;
class TableView;

// What is known of the selected device: facts and timeline. Stays with the device when it disconnects.
class DevicePane final : public QFrame {
  Q_OBJECT

 public:
  struct Actions {
    QAction* send;
    QAction* copyId;
    QAction* kick;
  };

  DevicePane(ConsoleContext& context, const Actions& actions, QWidget* parent = nullptr);

  // One: its facts; several: how many; none: what would stand here.
  void showDevices(const QStringList& devices);
  [[nodiscard]] const QString& device() const { return m_device; }
  void refreshLook();

 private:
  [[nodiscard]] QWidget* makeDetails();
  void take(const node::Snapshot& snapshot);
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
  Actions m_actions;
  QString m_device;
  TimelineModel m_timeline;
  QStackedLayout* m_stack;
  EmptyState* m_empty;
  QLabel* m_title = nullptr;
  QLabel* m_state = nullptr;
  QList<QLabel*> m_facts;
  TableView* m_table = nullptr;
};

}  // namespace lk::ui
