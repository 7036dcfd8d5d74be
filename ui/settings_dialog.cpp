#include "ui/settings_dialog.h"

#include <QDialogButtonBox>
#include <QDir>
#include <QPushButton>
#include <QScrollArea>
#include <QTabWidget>
#include <QVBoxLayout>

#include "server/base/settings_check.h"
#include "server/base/settings_value.h"
#include "ui/dialogs.h"
#include "ui/parts.h"
#include "ui/server_words.h"
#include "ui/setting_words.h"
#include "ui/settings_editor.h"
#include "ui/words.h"

namespace lk::ui {

namespace {

QString sectionTitle(std::string_view section) {
  if (section == "node") return SettingsDialog::tr("Node");
  if (section == "redis") return SettingsDialog::tr("Redis");
  if (section == "metrics") return SettingsDialog::tr("Metrics");
  if (section == "nginx") return SettingsDialog::tr("nginx");
  if (section == "console") return SettingsDialog::tr("Console");
  return QString::fromUtf8(section.data(), static_cast<qsizetype>(section.size()));
}

}  // namespace

SettingsDialog::SettingsDialog(SettingsStore& store, QWidget* parent)
    : QDialog(parent),
      m_store(store),
      m_before(store.current()),
      m_tabs(new QTabWidget),
      m_problem(parts::muted({})),
      m_save(nullptr) {
  setWindowTitle(tr("Settings"));
  setModal(true);
  dialogs::resizeToScreen(this, {720, 620});

  QList<const SettingsField*> section;
  const auto addTab = [&] {
    if (!section.isEmpty()) addSection(sectionTitle(section.front()->section), section);
    section.clear();
  };
  for (const SettingsField& field : settingsFields()) {
    if (!section.isEmpty() && section.front()->section != field.section) addTab();
    section.push_back(&field);
  }
  addTab();
  m_tabs->setAccessibleName(tr("Sections of the settings"));

  auto* buttons = new QDialogButtonBox(QDialogButtonBox::Save | QDialogButtonBox::Cancel);
  m_save = buttons->button(QDialogButtonBox::Save);
  for (QPushButton* button : {m_save, buttons->button(QDialogButtonBox::Cancel)}) {
    button->setIcon({});
    button->setAccessibleName(parts::withoutMnemonic(button->text()));
  }
  m_save->setToolTip(tr("Write the settings' file, and give the running node what it takes at once"));
  buttons->button(QDialogButtonBox::Cancel)->setToolTip(tr("Leave the settings as they were"));
  parts::makePrimary(m_save);
  connect(buttons, &QDialogButtonBox::accepted, this, &SettingsDialog::save);
  connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);

  QLabel* file = parts::muted(tr("File: %1").arg(QDir::toNativeSeparators(m_store.filePath())));
  file->setTextInteractionFlags(Qt::TextSelectableByMouse);
  file->setAccessibleName(tr("Settings' file"));
  parts::setStyleProperty(m_problem, "role", QStringLiteral("error"));
  m_problem->setObjectName(QStringLiteral("problem"));
  m_problem->setWordWrap(true);

  auto* foot = new QVBoxLayout;
  foot->setContentsMargins(parts::kMargin, parts::kGap, parts::kMargin, 12);
  foot->addWidget(m_problem);
  foot->addWidget(file);
  foot->addWidget(buttons);
  // Where the scrolled fields end.
  auto* line = new QFrame;
  line->setProperty("role", QStringLiteral("line"));
  line->setFixedHeight(1);
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(0, parts::kGap, 0, 0);
  layout->addWidget(m_tabs, 1);
  layout->addWidget(line);
  layout->addLayout(foot);
  check();
}

void SettingsDialog::addSection(const QString& name, const QList<const SettingsField*>& fields) {
  auto* content = new QWidget;
  auto* layout = new QVBoxLayout(content);
  layout->setContentsMargins(parts::kMargin, parts::kMargin, parts::kMargin, parts::kMargin);
  layout->setSpacing(4);
  for (const SettingsField* field : fields) {
    auto* editor = new SettingsEditor(*field, m_before, m_store.overridden(*field));
    connect(editor, &SettingsEditor::changed, this, &SettingsDialog::check);
    layout->addWidget(editor);
    m_editors.push_back(editor);
  }
  layout->addStretch(1);
  auto* scroll = new QScrollArea;
  scroll->setWidget(content);
  scroll->setWidgetResizable(true);
  scroll->setFrameShape(QFrame::NoFrame);
  scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  m_tabs->setTabToolTip(m_tabs->addTab(scroll, name), tr("Settings: %1").arg(name));
}

void SettingsDialog::showSection(std::string_view section) {
  for (int tab = 0; tab < m_tabs->count(); ++tab) {
    if (m_tabs->tabText(tab) == sectionTitle(section)) m_tabs->setCurrentIndex(tab);
  }
}

Settings SettingsDialog::edited() const {
  Settings settings = m_before;
  for (const SettingsEditor* editor : m_editors) editor->applyTo(settings);
  return settings;
}

void SettingsDialog::check() {
  if (m_save == nullptr) return;
  QStringList problems;
  for (const SettingsEditor* editor : m_editors) {
    if (!editor->problem().isEmpty()) {
      problems.push_back(words::labelled(settingTitle(editor->field()), editor->problem()));
    }
  }
  if (problems.isEmpty()) {
    for (const SettingsProblem& problem : crossCheck(edited()))
      problems.push_back(words::serverSentence(QString::fromStdString(problem.text)));
  }
  m_problem->setText(problems.join(QLatin1Char('\n')));
  m_problem->setVisible(!problems.isEmpty());
  m_save->setEnabled(problems.isEmpty());
}

void SettingsDialog::save() {
  const Settings after = edited();
  if (const auto saved = m_store.save(after); !saved) {
    m_problem->setText(tr("Not saved: %1").arg(QString::fromStdString(saved.error().text)));
    m_problem->setVisible(true);
    return;
  }
  QStringList later;
  for (const SettingsField& field : settingsFields()) {
    if (!field.reloadable && fieldText(m_before, field) != fieldText(after, field)) {
      later.push_back(QString::fromStdString(field.name()));
    }
  }
  Q_EMIT said(later.isEmpty() ? tr("Settings saved")
                              : tr("Settings saved; %1 at the next start").arg(words::listed(later)));
  accept();
}

}  // namespace lk::ui
