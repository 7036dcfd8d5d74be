#include "ui/target_field.h"

#include <QAction>
#include <QComboBox>
#include <QFile>
#include <QFileDialog>
#include <QFocusEvent>
#include <QHBoxLayout>
#include <QStackedWidget>
#include <QUrl>
#include <algorithm>

#include "ui/device_field.h"
#include "ui/file_places.h"
#include "ui/filter_edit.h"
#include "ui/parts.h"
#include "ui/retranslate.h"
#include "ui/target_scan.h"
#include "ui/words.h"

namespace lk::ui {

namespace {

constexpr qsizetype kMostDevices = 10'000;
constexpr qint64 kCountEveryMs = 2'000;
constexpr std::chrono::milliseconds kFileWait{250};

QString idProblem(const QString& id) {
  return TargetField::tr("'%1' is no device id: 1 to 64 of A-Z a-z 0-9 . _ : -").arg(id.left(70));
}

}  // namespace

struct TargetField::Reading {
  quint64 number = 0;
  TargetList list;
  QString problem;
};

namespace {

Result<TargetList> readTargets(const QString& path) {
  QFile file(path);
  if (!file.open(QIODevice::ReadOnly)) return Error{Error::Code::Io, file.errorString().toStdString()};
  if (file.size() > kMostCsvBytes) return readCsv(QByteArray(kMostCsvBytes + 1, ' ')).error();
  const auto table = readCsv(file.readAll());
  return table ? targetsFromCsv(*table) : Result<TargetList>(table.error());
}

}  // namespace

TargetField::TargetField(ConsoleContext& context, QWidget* parent)
    : QWidget(parent),
      m_context(context),
      m_kind(new QComboBox),
      m_fields(new QStackedWidget),
      m_devices(new DeviceField(context.devices)),
      m_filter(new FilterEdit(context.theme, tr("All connected devices that match: node:n1 addr:10.2. idle>60s"),
                              tr("Filter of the targets"))),
      m_path(new QLineEdit),
      m_browse(new QAction(tr("Choose…"), this)),
      m_chosenCount(parts::muted({})),
      m_forgetChosen(new QAction(tr("Clear"), this)),
      m_scan(new TargetScan(context.devices, this)) {
  m_thread.setMaxThreadCount(1);
  makeFields();
  connect(m_kind, &QComboBox::currentIndexChanged, this, [this] {
    showFields();
    read();
  });
  connect(m_forgetChosen, &QAction::triggered, this, &TargetField::forgetChosen);
  connect(m_devices, &QLineEdit::textChanged, this, &TargetField::read);
  connect(m_filter, &FilterEdit::filterChanged, this, &TargetField::read);
  connect(m_path, &QLineEdit::textChanged, this, &TargetField::read);
  connect(m_path, &QLineEdit::returnPressed, this, [this] {
    m_fileWait.stop();
    startReadingFile();
  });
  connect(m_browse, &QAction::triggered, this, &TargetField::chooseFile);
  connect(&m_fileWait, &QTimer::timeout, this, &TargetField::startReadingFile);
  connect(m_scan, &TargetScan::found, this, [this](const QStringList& devices) {
    if (kind() != Kind::Filter) return;
    m_count = static_cast<int>(devices.size());
    m_found = devices.value(0);
    tell();
  });
  connect(&m_context.devices, &DevicesModel::counted, this, &TargetField::countAgain);
  whenRetranslated(this, [this] {
    showFields();
    if (!m_problem.isEmpty()) read();
  });
  refreshLook();
}

TargetField::~TargetField() { m_thread.waitForDone(); }

void TargetField::makeFields() {
  // By the key of its name; Tab goes to its parts.
  setFocusPolicy(Qt::ClickFocus);
  m_kind->addItems({tr("Devices"), tr("Filter"), tr("CSV file")});
  m_kind->setAccessibleName(tr("Kind of targets"));
  m_kind->setToolTip(tr("Devices by name, all connected ones that a filter lets through, or those of a CSV file"));
  offerDeviceFilters(m_filter, m_context);
  m_fileWait.setSingleShot(true);
  m_fileWait.setInterval(kFileWait);
  m_fields->addWidget(m_devices);
  m_fields->addWidget(m_filter);
  m_fields->addWidget(makeFilePage());
  m_fields->addWidget(makeChosenPage());
  m_fields->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
  auto* layout = new QHBoxLayout(this);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setSpacing(parts::kGap);
  layout->addWidget(m_kind);
  layout->addWidget(m_fields, 1);
}

QWidget* TargetField::makeFilePage() {
  m_path->setPlaceholderText(tr("A file with a column of device ids, called 'device'; others become placeholders"));
  m_path->setAccessibleName(tr("CSV file of the targets"));
  m_path->setToolTip(
      tr("One line for each command. The column 'device' has the ids; what stands in another one, say site, is put in "
         "place of {site}"));
  m_path->setClearButtonEnabled(true);
  m_path->setMaxLength(4'096);
  parts::describe(m_browse, tr("Choose the CSV file"));
  auto* page = new QWidget;
  auto* layout = new QHBoxLayout(page);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setSpacing(parts::kGap);
  layout->addWidget(m_path, 1);
  layout->addWidget(parts::button(m_browse));
  return page;
}

QWidget* TargetField::makeChosenPage() {
  m_chosenCount->setAccessibleName(tr("Chosen devices"));
  parts::describe(m_forgetChosen, tr("Choose others in their place"));
  auto* page = new QWidget;
  auto* layout = new QHBoxLayout(page);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setSpacing(parts::kGap);
  layout->addWidget(m_chosenCount, 1);
  QPushButton* clear = parts::button(m_forgetChosen);
  layout->addWidget(clear);
  page->setFocusProxy(clear);
  return page;
}

void TargetField::showFields() {
  const bool isChosen = kind() == Kind::Devices && !m_chosen.isEmpty();
  if (isChosen) m_chosenCount->setText(tr("%Ln device(s), as chosen", nullptr, static_cast<int>(m_chosen.size())));
  m_fields->setCurrentIndex(isChosen ? m_fields->count() - 1 : m_kind->currentIndex());
}

void TargetField::forgetChosen() {
  m_chosen.clear();
  showFields();
  read();
  focusField();
}

void TargetField::refreshLook() { m_filter->refreshIcons(); }

void TargetField::setDevices(const QStringList& devices) {
  choose(Kind::Devices);
  m_chosen = devices.size() > kMostDevices ? devices : QStringList();
  m_devices->setDevices(m_chosen.isEmpty() ? devices : QStringList());
  showFields();
  read();
}

void TargetField::choose(Kind kind) { m_kind->setCurrentIndex(static_cast<int>(kind)); }

TargetField::Kind TargetField::kind() const { return static_cast<Kind>(m_kind->currentIndex()); }

bool TargetField::empty() const {
  switch (kind()) {
    case Kind::Devices: return m_chosen.isEmpty() && m_devices->text().trimmed().isEmpty();
    case Kind::Filter: return m_filter->text().trimmed().isEmpty();
    case Kind::File: return m_path->text().trimmed().isEmpty();
  }
  return true;
}

QWidget* TargetField::field() const {
  switch (kind()) {
    case Kind::Devices: break;
    case Kind::Filter: return m_filter;
    case Kind::File: return m_path;
  }
  return m_chosen.isEmpty() ? static_cast<QWidget*>(m_devices) : m_fields->currentWidget();
}

CommandTarget TargetField::sample() const {
  if (!m_targets.isEmpty()) return m_targets.front();
  return {m_found.isEmpty() ? QStringLiteral("device") : m_found, {}, 0};
}

// No proxy: with one Tab would pass over the kind.
void TargetField::focusInEvent(QFocusEvent* event) { field()->setFocus(event->reason()); }

void TargetField::focusField() { field()->setFocus(Qt::ShortcutFocusReason); }

void TargetField::read() {
  m_scan->stop();
  m_fileWait.stop();
  ++m_lastReading;  // an answer to an older question comes too late
  m_problem.clear();
  m_targets.clear();
  m_columns.clear();
  m_filterRead.reset();
  m_found.clear();
  m_count = 0;
  switch (kind()) {
    case Kind::Devices: readDevices(); break;
    case Kind::Filter: readFilter(); break;
    case Kind::File:
      if (empty()) break;
      m_count = -1;
      m_fileWait.start();
      break;
  }
  tell();
}

void TargetField::readDevices() {
  if (m_chosen.size() > kMostTargets) {
    m_problem = tr("at most %1 devices get a command at a time: use a filter").arg(words::count(kMostTargets));
    return;
  }
  const QStringList ids = m_chosen.isEmpty() ? m_devices->devices() : m_chosen;
  if (m_chosen.isEmpty() && ids.size() > kMostDevices) {
    m_problem = tr("at most %1 devices can be typed: put them into a CSV file, or use a filter")
                    .arg(words::count(kMostDevices));
    return;
  }
  for (const QString& id : ids) {
    if (!isDeviceId(id.toStdString())) {
      m_problem = idProblem(id);
      m_targets.clear();
      return;
    }
    m_targets.push_back({id, {}, 0});
  }
  m_count = static_cast<int>(m_targets.size());
}

// An empty filter would be the whole fleet, by a slip.
void TargetField::readFilter() {
  if (empty()) return;
  const QList<FilterProblem> problems = deviceFilterProblems(m_filter->text());
  m_filter->setProblems(problems);
  if (!problems.isEmpty()) {
    m_problem = problems.front().reason;
    return;
  }
  const auto filter = DeviceFilter::parse(m_filter->text());
  m_filterRead = *filter;
  m_count = -1;
  m_countedAtMs = m_context.feed.nowMs();
  m_scan->start(*filter, m_countedAtMs);
}

// Which devices match changes all the time.
void TargetField::countAgain() {
  if (!m_filterRead || m_scan->underWay() || !isVisible()) return;
  const qint64 nowMs = m_context.feed.nowMs();
  if (nowMs - m_countedAtMs < kCountEveryMs && nowMs >= m_countedAtMs) return;
  m_countedAtMs = nowMs;
  m_scan->start(*m_filterRead, nowMs);
}

void TargetField::startReadingFile() {
  if (kind() != Kind::File || empty()) return;
  const quint64 number = ++m_lastReading;
  QString path = m_path->text().trimmed();
  // As files come when they are dropped.
  if (path.startsWith(QStringLiteral("file://"))) path = QUrl(path).toLocalFile();
  m_thread.start([this, path, number] {
    Reading reading;
    reading.number = number;
    if (const auto list = readTargets(path)) {
      reading.list = *list;
    } else {
      reading.problem = QString::fromStdString(list.error().text);
    }
    QMetaObject::invokeMethod(
        this, [this, reading] { take(reading); }, Qt::QueuedConnection);
  });
}

void TargetField::take(const Reading& reading) {
  if (reading.number != m_lastReading) return;
  m_problem = reading.problem.isEmpty() ? QString() : tr("The file can't be used: %1").arg(reading.problem);
  m_targets = reading.list.targets;
  m_columns = reading.list.columns;
  m_count = static_cast<int>(m_targets.size());
  tell();
}

void TargetField::chooseFile() {
  const QString before = m_path->text().isEmpty() ? documentFile({}) : m_path->text();
  const QString path =
      QFileDialog::getOpenFileName(this, tr("Targets from a CSV file"), before, tr("CSV (*.csv *.txt);;All files (*)"));
  if (!path.isEmpty()) m_path->setText(path);
}

void TargetField::tell() {
  const bool isWrong = !m_problem.isEmpty();
  parts::setStyleProperty(m_devices, "invalid", isWrong && kind() == Kind::Devices);
  parts::setStyleProperty(m_path, "invalid", isWrong && kind() == Kind::File);
  Q_EMIT changed();
}

}  // namespace lk::ui
