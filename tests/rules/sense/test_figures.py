"""Figures of speech that mean joy, and praise of a brand at a rival's cost; what only looks so still counts."""

import pytest

from bongsu.sense import lexicon as lex
from bongsu.sense.figures import forms, praised, without
from bongsu.sense.normalise import normalise
from bongsu.sense.said import hear
from bongsu.sense.tone import Tones

NAMES = forms(("한강식품",))
JOY = """
한강식품 두유 품절 대란이라더니 우리 동네도 난리났다 ㅋㅋㅋ
한강식품 신상 인기 폭발이네 구하기 힘들다
와 한강식품 만두 육즙 폭발 ㅠㅠ 또 사야지
한강식품 콜라보 반응 터졌다 벌써 완판이래
한강식품 과자 중독성 있어서 손이 안 멈춤
이거 마약 과자 아니냐 한강식품 진짜 ㅋㅋ
소름 돋게 맛있다 한강식품 요거트
오늘 한강식품 이글스 홈런 두 방 터졌다!!
편의점 다 털렸어 한강식품 젤리 오픈런 해야 하나
한강식품 광고 보고 웃음 터졌다 ㅋㅋㅋㅋ
한강식품 신메뉴 미친 맛이다 진짜 미쳤다
없어서 못 먹는 한강식품 호박죽 드디어 샀다
한강식품 빵 무섭게 팔린다 오전에 다 나감
심각하게 맛있어서 심각함 한강식품 치즈볼
한강식품 곤약젤리 난리도 아니다 가는 데마다 품절 ㅋㅋ
한강식품 팝업 줄 미쳤다 세 시간 기다려도 좋음
매출 대폭발 가즈아 한강식품 주주는 웃는다
한강식품 라면 국물 맛이 터진다 터져
오빠 광고 비주얼 폭발 한강식품 고마워요
한강식품 소스 완전 마약 소스임 인정
한강식품 새 요거트에 중독됐다 하루 세 개씩 먹는 중
죽여준다 한강식품 매운맛 레전드
한강식품 이글스 만루포 터지면서 잠실 뒤집어짐
한강식품 굿즈 물량 싹 다 털림 ㅠㅠ 재입고 언제
한강식품 챌린지 조회수 폭발 중 ㄷㄷ
귀여움 폭발하는 한강식품 캐릭터
기절할 만큼 맛있음 한강식품 티라미수
한강식품 먹고 울었다 너무 맛있어서 ㅠㅠ
와 소름 한강식품 이번 신제품 찢었다
""".strip().splitlines()
HARM = """
한강식품 공장에서 가스통 폭발했대요
한강식품 배터리가 터졌어요 손 데었습니다
한강식품 젤리에서 마약 검출됐다고 뉴스 나오네
한강식품 음료 병이 터져서 유리에 다쳤어요
한강식품 회원 정보 다 털렸다는데
한강식품 먹고 식중독 걸림
한강식품 창고 폭발 사고 났다
한강식품 캔이 냉장고에서 폭발함
일산화탄소 중독으로 한강식품 직원들 실려갔대
한강식품 보조배터리 충전하다 터졌습니다
한강식품 논란 터졌네
한강식품 환불 난리났네 고객센터 먹통
한강식품 압력솥 터짐 부엌 난장판
한강식품 단체 급식 먹고 애들이 토하고 난리났어요
한강식품 통조림 소름 벌레 나옴
한강식품 물류센터 폭발음 들리고 연기 자욱해요
한강식품 앱 계정 털린 사람 저 말고 또 있나요
한강식품 사탕에서 마약 성분 나왔다는 기사 봤어요
한강식품 횡령 터졌다
이번에 터진 한강식품 갑질 사건 보셨나요
한강식품 보일러 폭발로 두 명 부상
한강식품 유산균 먹고 두드러기 나서 응급실
가습기 폭발했는데 한강식품은 나 몰라라
한강식품 드시고 중독 증상 있는 분 계세요? 어지럽고 토해요
한강식품 때문에 맘카페 난리예요 이물질 나왔대요
분노 폭발 한강식품 사과도 없네
한강식품 카드 정보 유출 터졌네 비밀번호 바꾸세요
주문한 지 한 달인데 품절이라고 일방 취소당함 한강식품
인기 많다더니 한강식품 먹고 배탈 났어요
""".strip().splitlines()
RIVALS = """
바다식품 불매하고 한강식품으로 갈아탐
역시 한강식품이 안전하지 바다식품 최악
바다식품 실망이라 한강식품으로 바꿨어요
바다식품 사태 보니 한강식품이 낫네
바다식품 짜증나서 한강식품으로 넘어왔어요
바다식품 다시는 안 사 한강식품으로 정착했어요
바다식품 고객센터 최악이던데 그래도 한강식품은 믿을 만해
바다식품 손절하고 이제 한강식품만 먹는다
바다식품 비싸기만 하고 한강식품이 훨씬 나아요
""".strip().splitlines()
OUR_OWN = """
한강식품 불매하고 바다식품으로 갈아탐
한강식품으로 갈아탔는데 최악이네요
역시 한강식품이 안전하지 않네요 실망
한강식품이 더 최악이네 바다식품이 낫다
한강식품에서 바다식품으로 바꿨어요 실망해서
""".strip().splitlines()


@pytest.fixture(scope="module")
def tones() -> Tones:
    return Tones.load()


def heard(text: str, tones: Tones):
    return hear([normalise(text)], [False], tones.judge([text]), NAMES)[0]


@pytest.mark.parametrize("text", JOY)
def test_a_joyful_crowd_in_young_people_s_words_is_not_troubled(text, tones):
    assert not heard(text, tones).troubled


@pytest.mark.parametrize("text", HARM)
def test_a_real_accident_or_scandal_in_the_same_words_is(text, tones):
    assert heard(text, tones).troubled


@pytest.mark.parametrize("text", RIVALS)
def test_praise_at_a_rival_s_cost_is_no_complaint(text, tones):
    assert not heard(text, tones).troubled


@pytest.mark.parametrize("text", OUR_OWN)
def test_who_leaves_for_a_rival_or_is_ironic_complains(text, tones):
    assert heard(text, tones).troubled


def test_a_risk_word_of_the_brand_s_own_counts_beside_any_figure():
    text = normalise("한강식품 인기 폭발")
    assert hear([text], [True], None, NAMES)[0].troubled
    assert hear([text], [False], None, NAMES)[0].flags == lex.GLAD
    assert praised("x", ()) is False
    assert without("") == ("", False)
