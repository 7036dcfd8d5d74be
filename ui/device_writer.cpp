#include "ui/device_writer.h"

#include <QAction>
#include <QApplication>
#include <QClipboard>
#include <QFileDialog>
#include <QHBoxLayout>
#include <QMenu>
#include <QProgressBar>

#include "ui/file_places.h"
#include "ui/parts.h"
#include "ui/table_view.h"
#include "ui/words.h"

namespace lk::ui {

DeviceWriter::DeviceWriter(ConsoleContext& context, TableView& table, QObject* parent)
    : QObject(parent),
      m_context(context),
      m_table(table),
      m_copyIds(makeAction(QStringLiteral("copyIds"), tr("Copy &ids"), tr("Copy the ids of the selected devices"),
                           QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_C))),
      m_copyRows(table.copyAction()),
      m_copyCsv(makeAction(QStringLiteral("copyCsv"), tr("Copy as CS&V"),
                           tr("Copy the selected rows as CSV with plain values, for a spreadsheet"))),
      m_copyJson(makeAction(QStringLiteral("copyJson"), tr("Copy as &JSON"),
                            tr("Copy the selected sessions as JSON, for a program"))),
      m_exportAll(makeAction(QStringLiteral("exportAllDevices"), tr("Export &all…"),
                             tr("Write all connected devices to a file, as CSV or JSON"))),
      m_exportShown(table.exportAction()),
      m_exportSelected(makeAction(QStringLiteral("exportSelectedDevices"), tr("Export &selected…"),
                                  tr("Write the selected devices to a file, as CSV or JSON"))) {
  using Format = DeviceExport::Format;
  m_copyRows->setText(tr("Copy &rows"));
  m_exportShown->setText(tr("Export those &shown…"));
  m_exportShown->setObjectName(QStringLiteral("exportShownDevices"));
  m_exportShown->setToolTip(tr("Write the devices that the filter lets through to a file, as CSV or JSON"));
  m_table.writeBy([this] { copy(Format::Rows); }, [this] { askAndExport(Which::Shown); });
  m_table.addActions({m_copyIds, m_copyCsv, m_copyJson, m_exportSelected});
  connect(m_copyIds, &QAction::triggered, this, [this] { copy(Format::Ids); });
  connect(m_copyCsv, &QAction::triggered, this, [this] { copy(Format::Csv); });
  connect(m_copyJson, &QAction::triggered, this, [this] { copy(Format::Json); });
  connect(m_exportAll, &QAction::triggered, this, [this] { askAndExport(Which::All); });
  connect(m_exportSelected, &QAction::triggered, this, [this] { askAndExport(Which::Selected); });
}

QAction* DeviceWriter::makeAction(const QString& name, const QString& text, const QString& tip,
                                  const QKeySequence& shortcut) {
  auto* action = new QAction(text, parent());
  action->setObjectName(name);
  parts::describe(action, tip, shortcut);
  return action;
}

QPushButton* DeviceWriter::makeMenuButton(const QString& tip, const QList<QAction*>& actions) {
  auto* button = new QPushButton;
  button->setToolTip(tip);
  auto* menu = new QMenu(button);
  menu->setToolTipsVisible(true);
  menu->addActions(actions);
  parts::giveMenu(button, menu);
  return button;
}

QPushButton* DeviceWriter::makeCopyButton() {
  m_copyButton = makeMenuButton(tr("Copy the selected devices as ids, rows, CSV or JSON"), copyActions());
  return m_copyButton;
}

QPushButton* DeviceWriter::makeExportButton() {
  m_exportButton =
      makeMenuButton(tr("Write devices to a file: all, those shown, or the selected ones"), exportActions());
  m_exportButton->setText(tr("Export"));
  m_exportButton->setAccessibleName(tr("Export devices"));
  return m_exportButton;
}

QWidget* DeviceWriter::makeProgress() {
  m_progress = new QWidget;
  m_bar = new QProgressBar;
  m_bar->setAccessibleName(tr("Rows written"));
  m_bar->setToolTip(tr("How many rows are written so far"));
  m_bar->setFixedWidth(160);
  auto* cancel = new QPushButton(tr("Cancel"));
  cancel->setAccessibleName(tr("Cancel writing"));
  cancel->setToolTip(tr("Stop writing, and leave nothing behind"));
  connect(cancel, &QPushButton::clicked, this, [this] {
    if (m_running) m_running->cancel();
  });
  auto* layout = new QHBoxLayout(m_progress);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setSpacing(parts::kGap);
  layout->addWidget(m_bar);
  layout->addWidget(cancel);
  m_progress->hide();
  return m_progress;
}

void DeviceWriter::showSelected(int devices) {
  for (QAction* action : copyActions()) action->setEnabled(devices > 0);
  m_exportSelected->setEnabled(devices > 0);
  const QString count = words::count(static_cast<quint64>(devices));
  m_exportSelected->setText(devices > 0 ? tr("Export the %1 s&elected…").arg(count) : tr("Export s&elected…"));
  if (m_copyButton == nullptr) return;
  m_copyButton->setText(devices > 1 ? tr("Copy %1").arg(count) : tr("Copy"));
  m_copyButton->setAccessibleName(tr("Copy %n device(s)", nullptr, devices));
  m_copyButton->setEnabled(devices > 0);
}

void DeviceWriter::showCounts(int shown, int known) {
  m_exportShown->setText(tr("Export the %1 &shown…").arg(words::count(static_cast<quint64>(shown))));
  m_exportAll->setText(tr("Export &all %1…").arg(words::count(static_cast<quint64>(known))));
  m_exportShown->setEnabled(shown > 0);
  m_exportAll->setEnabled(known > 0);
  if (m_exportButton != nullptr) m_exportButton->setEnabled(known > 0);
}

void DeviceWriter::refreshLook() {
  const QIcon copyIcon = m_context.theme.icon(QStringLiteral("copy"));
  const QIcon exportIcon = m_context.theme.icon(QStringLiteral("export"));
  for (QAction* action : {m_copyIds, m_copyCsv, m_copyJson}) action->setIcon(copyIcon);
  for (QAction* action : {m_exportAll, m_exportSelected}) action->setIcon(exportIcon);
  if (m_copyButton != nullptr) m_copyButton->setIcon(copyIcon);
  if (m_exportButton != nullptr) m_exportButton->setIcon(exportIcon);
}

std::vector<int> DeviceWriter::slotsOf(Which which) const {
  const DevicesModel& devices = m_context.devices;
  std::vector<int> slots;
  if (which == Which::Selected) {
    for (const int row : m_table.selectedRows()) slots.push_back(devices.slotAt(row));
  } else if (which == Which::Shown || devices.rowCount() == devices.known()) {
    for (int row = 0; row < devices.rowCount(); ++row) slots.push_back(devices.slotAt(row));
  } else {
    for (const DeviceItem& item : filtered(devices.store().rows(), DeviceFilter(), 0)) slots.push_back(item.slot);
  }
  return slots;
}

void DeviceWriter::copy(DeviceExport::Format format) {
  start({m_context.devices.store().rows(), slotsOf(Which::Selected), m_table.shownColumns(), format,
         m_context.devices.nowMs()});
}

void DeviceWriter::askAndExport(Which which) {
  auto* dialog = new QFileDialog(&m_table, tr("Export devices"), QString(), tr("CSV (*.csv);;JSON (*.json)"));
  dialog->setAcceptMode(QFileDialog::AcceptSave);
  dialog->setDefaultSuffix(QStringLiteral("csv"));
  dialog->selectFile(documentFile(QStringLiteral("devices.csv")));
  dialog->setAttribute(Qt::WA_DeleteOnClose);
  connect(dialog, &QFileDialog::fileSelected, this, [this, which](const QString& path) {
    const bool isJson = path.endsWith(QStringLiteral(".json"), Qt::CaseInsensitive);
    start({m_context.devices.store().rows(), slotsOf(which), m_table.shownColumns(),
           isJson ? DeviceExport::Format::Json : DeviceExport::Format::Csv, m_context.devices.nowMs(), path});
  });
  dialog->open();
}

void DeviceWriter::start(DeviceExport::Order order) {
  if (order.slots.empty()) return;
  if (m_running) return Q_EMIT failed(tr("Rows are still being written. Wait until that has ended, or cancel it."));
  m_running = new DeviceExport(std::move(order), this);
  connect(m_running, &DeviceExport::progressed, this, [this](int done, int all) {
    if (m_progress == nullptr) return;
    m_bar->setRange(0, all);
    m_bar->setValue(done);
    m_progress->show();
  });
  connect(m_running, &DeviceExport::finished, this, &DeviceWriter::finish);
  m_running->start();
}

void DeviceWriter::finish(const QString& problem) {
  DeviceExport* done = m_running;
  m_running.clear();
  done->deleteLater();
  if (m_progress != nullptr) m_progress->hide();
  const QString& path = done->order().path;
  if (!problem.isEmpty()) return path.isEmpty() ? Q_EMIT said(problem) : Q_EMIT failed(problem);
  if (!path.isEmpty()) return Q_EMIT said(tr("Wrote %n row(s) to %1", nullptr, done->all()).arg(path));
  QApplication::clipboard()->setText(done->text());
  Q_EMIT said(done->order().format == DeviceExport::Format::Ids ? tr("Copied %n device id(s)", nullptr, done->all())
                                                                : tr("Copied %n row(s)", nullptr, done->all()));
}

}  // namespace lk::ui
