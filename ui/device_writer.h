#pragma once

#include <QKeySequence>
#include <QPointer>

#include "ui/console_context.h"
#include "ui/device_export.h"

class QAction;
class QMenu;
class QProgressBar;
class QPushButton;

namespace lk::ui {

class TableView;

// Copy and export of the devices' table: as ids, rows, CSV or JSON; all, those that the filter lets through, or the
// selected ones. With many rows it takes a while, shows how far it is, and can be cancelled; one at a time.
class DeviceWriter final : public QObject {
  Q_OBJECT

 public:
  DeviceWriter(ConsoleContext& context, TableView& table, QObject* parent);

  [[nodiscard]] QList<QAction*> copyActions() const { return {m_copyIds, m_copyRows, m_copyCsv, m_copyJson}; }
  [[nodiscard]] QList<QAction*> exportActions() const { return {m_exportAll, m_exportShown, m_exportSelected}; }
  // Buttons with a menu each, which say how many are selected, and what shows how far it is. The caller owns them.
  [[nodiscard]] QPushButton* makeCopyButton();
  [[nodiscard]] QPushButton* makeExportButton();
  [[nodiscard]] QWidget* makeProgress();

  void showSelected(int devices);
  void showCounts(int shown, int known);
  void refreshLook();

 Q_SIGNALS:
  void said(const QString& text);
  void failed(const QString& text);

 private:
  enum class Which { All, Shown, Selected };

  [[nodiscard]] QAction* makeAction(const QString& name, const QString& text, const QString& tip,
                                    const QKeySequence& shortcut = {});
  [[nodiscard]] QPushButton* makeMenuButton(const QString& tip, const QList<QAction*>& actions);
  [[nodiscard]] std::vector<int> slotsOf(Which which) const;
  void copy(DeviceExport::Format format);
  void askAndExport(Which which);
  void start(DeviceExport::Order order);
  void finish(const QString& problem);

  ConsoleContext& m_context;
  TableView& m_table;
  QAction* m_copyIds;
  QAction* m_copyRows;
  QAction* m_copyCsv;
  QAction* m_copyJson;
  QAction* m_exportAll;
  QAction* m_exportShown;
  QAction* m_exportSelected;
  QPushButton* m_copyButton = nullptr;
  QPushButton* m_exportButton = nullptr;
  QWidget* m_progress = nullptr;
  QProgressBar* m_bar = nullptr;
  QPointer<DeviceExport> m_running;
};

}  // namespace lk::ui
