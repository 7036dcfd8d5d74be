#pragma once

#include <QTimer>

#include "ui/console_context.h"
#include "ui/console_page.h"
#include "ui/saved_filters.h"

class QLabel;
class QMenu;
class QPushButton;
class QSplitter;
class QStackedLayout;

namespace lk::ui {

class DevicePane;
class DeviceWriter;
class EmptyState;
class FilterEdit;
class TableView;

// The live sessions: find, look at, send to, copy, export, kick.
class DevicesPage final : public ConsolePage {
  Q_OBJECT

 public:
  // demo: offered while there is no device at all.
  DevicesPage(ConsoleContext& context, QAction* demo, QWidget* parent = nullptr);
  ~DevicesPage() override;

  [[nodiscard]] QList<QAction*> menuActions() const override;
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
  void makeFilter();
  void arrange();
  [[nodiscard]] QLayout* makeActionRow();
  void applyFilter(const QString& text);
  void listSavedFilters();
  void saveFilter();
  void manageFilters();
  void jumpToExact();
  void selectionMoved();
  void followSelection();
  void showCount(int shown, int known);
  void showEmpty(int known);
  void askAndKick();
  void kick(const QStringList& devices);

  ConsoleContext& m_context;
  QAction* m_demo;
  QAction* m_send = nullptr;
  QAction* m_diagnose = nullptr;
  QAction* m_kick = nullptr;
  QAction* m_clearFilter = nullptr;
  QAction* m_openFilters = nullptr;
  QAction* m_saveFilter = nullptr;
  QAction* m_manageFilters = nullptr;
  SavedFilters m_saved;
  QMenu* m_filterMenu = nullptr;
  QPushButton* m_filterButton = nullptr;
  FilterEdit* m_filter;
  QString m_exact;  // the one device whose whole id is typed, if it is there
  QLabel* m_count;
  QLabel* m_problem;
  TableView* m_table;
  EmptyState* m_empty;
  QStackedLayout* m_stack;
  DevicePane* m_pane = nullptr;
  DeviceWriter* m_writer = nullptr;
  QSplitter* m_splitter;
  QTimer m_turn;  // runs until the selection may be followed again
  bool m_mustFollow = false;
};

}  // namespace lk::ui
