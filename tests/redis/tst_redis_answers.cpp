// What Redis, its Sentinels and the scripts answer, be it what they never would.
#include <QTest>

#include "server/bus/claim_answer.h"
#include "server/bus/node_board.h"
#include "server/bus/redis_look.h"
#include "server/bus/redis_places.h"
#include "server/bus/redis_reader.h"

using namespace lk::bus;

namespace {

// A value of Redis' protocol, read.
class Answer {
 public:
  explicit Answer(const QByteArray& lines) {
    QByteArray resp = lines;
    resp.replace('\n', "\r\n");
    RedisReader reader;
    reader.feed(resp.constData(), static_cast<std::size_t>(resp.size()));
    (void)reader.next(m_reply);
  }
  [[nodiscard]] RedisValue value() const { return m_reply.value(); }

 private:
  RedisReply m_reply;
};

const QByteArray kCommand = R"({"id":"c","device":"d","payload":"x","ttl":60})";

const QByteArray kNode = R"({"host":"a","listen":["10.0.0.2:7600","10.0.0.2:1;}","gw2:7600","[::]:7600","{\n"]})";

QByteArray kept(const QByteArray& left) {
  return "*1\n*3\n:17\n:" + left + "\n$" + QByteArray::number(kCommand.size()) + '\n' + kCommand + '\n';
}

}  // namespace

class RedisAnswersTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void whatIsLeftOfATtlIsNeverMoreThanOne() {
    QCOMPARE(readKept(Answer(kept("60000")).value()).at(0).left.count(), 60'000);
    QCOMPARE(readKept(Answer(kept("9223372036854775807")).value()).at(0).left, std::chrono::milliseconds(kMaxTtl));
    QCOMPARE(readKept(Answer(kept("-9223372036854775808")).value()).at(0).left.count(), 0);
  }

  void aTimeOfDayIsOneOrNothing() {
    QCOMPARE(readTime(Answer("*2\n$10\n1764108000\n$2\n17\n").value()),
             std::optional<std::int64_t>(1'764'108'000'000'017));
    QVERIFY(!readTime(Answer("*2\n$19\n9223372036854775807\n$1\n9\n").value()));
    QVERIFY(!readTime(Answer("*2\n$10\n1764108000\n$7\n1000000\n").value()));
    QVERIFY(!readTime(Answer("+OK\n").value()));
  }

  void aPlaceHasAHostAndAPort() {
    QCOMPARE(readPlace("10.0.0.5", "6379"), std::optional(RedisAddress{"10.0.0.5", 6379}));
    for (const char* port : {"", "0", "65536", "6379x", "-1"}) QVERIFY2(!readPlace("10.0.0.5", port), port);
    QVERIFY(!readPlace("", "6379"));
  }

  void aSwitchOfAnotherMasterIsNone() {
    QCOMPARE(readSwitch("mymaster a 1 b 2", "mymaster"), std::optional(RedisAddress{"b", 2}));
    QVERIFY(!readSwitch("other a 1 b 2", "mymaster"));
    QVERIFY(!readSwitch("mymaster a 1 b", "mymaster"));
  }

  void replicasThatDoNotSayWhereTheyAreAreLeftOut() {
    const char* info = "slave0:ip=10.0.0.6,port=6379,state=online\r\nslave1:state=online\r\nslave2:ip=b,port=1\r\n";
    QCOMPARE(readReplicas(info), (std::vector<RedisAddress>{{"10.0.0.6", 6379}, {"b", 1}}));
  }

  void anAnswerOfAnotherFormIsEmpty() {
    const Answer answer("*2\n+x\n:-5\n");
    QVERIFY(readKept(answer.value()).empty());
    QVERIFY(readDeviceLook(answer.value()).waiting.empty());
    QCOMPARE(readClaim(answer.value()).claimed.verdict, Claimed::Verdict::Older);
    QVERIFY(readNodeRecords(answer.value()).empty());
  }

  // Whoever may write to Redis may write this, and nginx's configuration is made of it.
  void whatIsNoNodesNameOrAddressIsLeftOut() {
    const auto bulk = [](const QByteArray& text) {  // its line feeds become two bytes in an Answer
      return '$' + QByteArray::number(text.size() + text.count('\n')) + '\n' + text + '\n';
    };
    const auto entry = [&](const QByteArray& id) { return "*4\n" + bulk(id + "/1") + bulk(kNode) + ":9000\n$2\n{}\n"; };
    const Answer answer("*4\n" + entry("n1") + entry("a b") + entry(QByteArray(65, 'n')) +
                        entry("evil\n server 10.6.6.6:1;\n }\n error_log /tmp/x debug; #"));
    QCOMPARE(answer.value().size(), std::size_t{4});
    const auto nodes = readNodeRecords(answer.value());
    QCOMPARE(nodes.size(), std::size_t{1});
    QCOMPARE(nodes[0].id, std::string("n1"));
    QCOMPARE(nodes[0].listen, (std::vector<std::string>{"10.0.0.2:7600", "[::]:7600"}));
  }
};

QTEST_GUILESS_MAIN(RedisAnswersTest)
#include "tst_redis_answers.moc"
