#pragma once

#include "ui/console_context.h"
#include "ui/console_page.h"

class QLabel;
class QSplitter;
class QStackedLayout;

namespace lk::ui {

class DevicePane;
class EmptyState;
class FilterEdit;
class TableView;

// The live sessions: find, look at, send to, kick.
class DevicesPage final : public ConsolePage {
  Q_OBJECT

 public:
  // demo: offered while there is no device at all.
  DevicesPage(ConsoleContext& context, QAction* demo, QWidget* parent = nullptr);
  ~DevicesPage() override;

  [[nodiscard]] QList<QAction*> menuActions() const override {
    return {m_send, m_diagnose, m_copyIds, m_copyRows, m_export, m_kick};
  }
  bool focusFilter() override;
  // Shows those that match, and no others.
  void showFilter(const QString& filter);
  [[nodiscard]] QStringList selectedDevices() const;
  void refreshLook() override;

 Q_SIGNALS:
  void sendRequested(const QStringList& devices);
  void diagnoseRequested(const QString& device);

 private:
  [[nodiscard]] QAction* makeAction(const QString& name, const QString& text, const QString& tip,
                                    const QKeySequence& shortcut = {});
  void makeActions();
  void makeTable();
  void applyFilter(const QString& text);
  void jumpToExact();
  void followSelection();
  void showCount(int shown, int known);
  void askAndKick();
  void kick(const QStringList& devices);

  ConsoleContext& m_context;
  QAction* m_demo;
  QAction* m_send = nullptr;
  QAction* m_diagnose = nullptr;
  QAction* m_kick = nullptr;
  QAction* m_copyIds = nullptr;
  QAction* m_copyRows = nullptr;
  QAction* m_export = nullptr;
  QAction* m_clearFilter = nullptr;
  FilterEdit* m_filter;
  QLabel* m_count;
  QLabel* m_problem;
  TableView* m_table;
  EmptyState* m_empty;
  QStackedLayout* m_stack;
  DevicePane* m_pane;
  QSplitter* m_splitter;
};

}  // namespace lk::ui
