#include <QTest>
#include <type_traits>
#include <utility>
#include <vector>

#include "server/node/node_mail.h"

using namespace lk::node;

namespace {

// What is there, as the numbers that were posted.
std::vector<std::uint64_t> taken(NodeMail& mail) {
  std::vector<std::uint64_t> numbers;
  mail.take([&](auto& content) {
    if constexpr (std::is_same_v<std::remove_reference_t<decltype(content)>, to_node::CommandWritten>) {
      numbers.push_back(content.key);
    }
  });
  return numbers;
}

bool post(NodeMail& mail, std::uint64_t from, std::size_t count = 1) {
  std::vector<NodeMessage> messages;
  for (std::size_t i = 0; i < count; ++i) messages.emplace_back(to_node::CommandWritten{from + i, 0, {}});
  const bool wake = mail.post(messages);
  return messages.empty() && wake;
}

}  // namespace

class TestNodeMail : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void theReaderIsWokenOnceForAllThatCameBefore() {
    NodeMail mail;
    QVERIFY(post(mail, 1, 2));
    QVERIFY(!post(mail, 3));
    QCOMPARE(taken(mail), (std::vector<std::uint64_t>{1, 2, 3}));
    QVERIFY(taken(mail).empty());
    QVERIFY(post(mail, 4));
  }

  void whatIsPutAsideKeepsNobodyFromWakingTheReader() {
    NodeMail mail;
    QVERIFY(post(mail, 1));
    QVERIFY(mail.hold());
    QVERIFY(mail.holds());
    QVERIFY(post(mail, 2));
    QCOMPARE(taken(mail), (std::vector<std::uint64_t>{1, 2}));
    QVERIFY(!mail.holds());
  }

  void thereIsNothingToPutAside() {
    NodeMail mail;
    QVERIFY(mail.hold());
    QVERIFY(!mail.holds());
  }

  void whatWasPutAsideIsTakenBeforeMoreIs() {
    NodeMail mail;
    QVERIFY(post(mail, 1));
    QVERIFY(mail.hold());
    QVERIFY(post(mail, 2));
    QVERIFY(!mail.hold());
    QCOMPARE(taken(mail), (std::vector<std::uint64_t>{1, 2}));
  }

  void muchIsNotPutAside() {
    NodeMail mail;
    QVERIFY(post(mail, 1, 64));
    QVERIFY(mail.hold());
    QCOMPARE(taken(mail).size(), std::size_t{64});
    QVERIFY(post(mail, 1, 65));
    QVERIFY(!mail.hold());
    QCOMPARE(taken(mail).size(), std::size_t{65});
  }

  void mailMayComeWhileMailIsTaken() {
    NodeMail mail;
    QVERIFY(post(mail, 1));
    int taking = 0;
    mail.take([&](auto&) {
      ++taking;
      QVERIFY(post(mail, 2));
    });
    QCOMPARE(taking, 1);
    QCOMPARE(taken(mail), std::vector<std::uint64_t>{2});
  }
};

QTEST_APPLESS_MAIN(TestNodeMail)
#include "tst_node_mail.moc"
