/* SPDX-License-Identifier: MIT */
#include "nlp/languages.h"

/*
 * Common words of each language, the most frequent first: what people write in news, papers and patents.
 * English is longest, since text must not be called something else because of a rare word.
 */
/* clang-format off */
const nlp_language nlp_languages[] = {
    {"en", NLP_SCRIPT_LATIN, "",
     "the of and to in is that for it was on with as are be this by at from or an which have has not but "
     "were their they had we can its will would been more than he his she her you our said who also into "
     "about other may such these there when how what using based between under new over all any out up off "
     "most data if so no do only some two one after first time year years people could should through "
     "where while during against before both each many much then them him us my me your because even just "
     "like made make back still way well being since within without use used model models system systems "
     "method methods learning language network networks machine deep neural training research government "
     "company companies market million billion percent world country president minister state states "
     "united national international policy law court police public health school university student "
     "students work working works report reports news week month day days today yesterday monday january "
     "february march april june july august september october november december according whether around "
     "among across another again every few last next long high low large small great good best better "
     "little big old young early late right open close part parts number numbers point points power energy "
     "process processing device devices apparatus comprising invention provided provides includes "
     "including include second third plurality portion surface layer signal control unit module "
     "information user users computer software hardware chip chips semiconductor technology technologies "
     "development industry industrial economic economy trade bank rate rates price prices water food car "
     "cars vehicle vehicles aircraft production product products service services support application "
     "applications analysis approach results result study studies test tests performance problem problems "
     "solution function functions set sets type types case cases form field fields group groups level "
     "levels order area areas line lines term terms value values change changes effect effects issue "
     "issues question questions answer answers end start following general special human humans robot "
     "robots artificial intelligence generation generative large-scale translation image images video "
     "speech text recognition vision detection prediction optimization algorithm algorithms knowledge "
     "representation attention reasoning agent agents safety security privacy risk regulation export "
     "controls act bill section committee department federal senate congress party leader leaders election "
     "vote war peace military defense attack weapon weapons force forces family children child man men "
     "woman women home life death body head name place city town street road building money business "
     "office job jobs staff team game play player players season win won lost match club league goal book "
     "books music history science scientific scientists paper papers evidence found find finds shows show "
     "showed shown think thought know known knew see seen saw look looking looked come came coming go "
     "going went gone take taken took get got getting give given gave want need needed needs help tell "
     "told say says saying ask keep let put run running call called try become became begin began seem "
     "seems turn turned provide require required requires increase increased decrease reduce reduced "
     "improve improved improving develop developed create created build built design designed plan plans "
     "planned program project projects management quality cost costs efficient effective novel robust "
     "simple complex different similar various several possible available important significant major main "
     "key local global social political financial digital mobile online web internet cloud self-driving "
     "autonomous drone driving electric battery quantum space climate medical drug disease patient "
     "patients clinical treatment cell cells gene protein brain blood toward towards via per beyond above "
     "below inside outside near far away down here now never always often once ever yet already perhaps "
     "however therefore thus although though despite instead rather quite very too really"},
    {"de", NLP_SCRIPT_LATIN, "äöüßé",
     "der die und in den von zu das mit sich des auf für ist im dem nicht ein eine als auch es an werden "
     "aus er hat dass sie nach wird bei einer um am sind noch wie einem über einen so zum war haben nur "
     "oder aber vor zur bis mehr durch man sein wurde sei kann gegen vom können schon wenn habe seine ihre "
     "dann unter wir soll ich eines jahr jahren zwei diese dieser wieder keine seiner worden will zwischen "
     "immer millionen was sagte gibt alle seit muss wurden beim doch jetzt waren drei jahre neue neuen "
     "damit bereits da ab ihr ohne sondern selbst ersten nun etwa heute weil ihm menschen unternehmen "
     "regierung künstliche intelligenz forschung wirtschaft entwicklung verfahren vorrichtung sicherheit "
     "deutschland deutsche großen könnte müssen ihren welche während schule wissenschaft polizei möglich "
     "zeit gesellschaft zukunft deutlich spiel gericht kinder hätte würde"},
    {"fr", NLP_SCRIPT_LATIN, "àâæçéèêëîïôœùûüÿ",
     "de la le et les des en un du une que est pour qui dans a par plus pas au sur ne se ce il sont avec "
     "son aux d'un ou cette d'une ont ses mais comme on tout nous sa fait été aussi leur bien peut ces y "
     "deux l'a n'est très c'est qu'il était ans même après elle si être où sans entre encore leurs avait "
     "moins faire lors contre avoir dont toutes depuis tous quelques vous lui je temps notre années année "
     "nouveau nouvelle nouveaux français france gouvernement entreprises recherche intelligence "
     "artificielle développement données système procédé dispositif sécurité pays monde président ministre "
     "selon dernier première premier jour pendant toujours trop devrait pourrait avant ainsi afin autres "
     "autre sous vers chez grande grand petit semaine homme femme enfants travail droit loi école santé "
     "jamais quand parce cela ceux celui jusqu'à aujourd'hui déjà"},
    {"es", NLP_SCRIPT_LATIN, "áéíñóúü",
     "de la que el en y a los se del las un por con no una su para es al lo como más o pero sus le ha me "
     "si sin sobre este ya entre cuando todo esta ser son dos también fue había era muy años hasta desde "
     "está mi porque qué sólo han yo hay vez puede todos así nos ni parte tiene él uno donde bien tiempo "
     "mismo ese ahora cada vida otro después otros aunque esa eso hace otra gobierno tan durante siempre "
     "día tanto ella tres sí dijo sido gran país según menos mundo año antes estado contra sino forma caso "
     "nada hacer general estaba poco estos presidente mayor ante unos algo hacia casa ellos ayer hecho "
     "primera mucho mientras además quien momento millones esto inteligencia artificial investigación "
     "desarrollo nuevo nueva datos sistema procedimiento seguridad empresas ley política niños mujeres "
     "ciudad"},
    {"it", NLP_SCRIPT_LATIN, "àèéìíòóùú",
     "di e il la che in a per un del non una è le si con i da al dei della sono come più su alla ha nel "
     "anche delle lo ma gli o dal se ai questo stato anni dalla quando mi ci due era essere suo molto loro "
     "prima tra fra nella solo cui io sua tutti ancora stata questa poi dopo fatto dove sulla parte tempo "
     "così hanno già senza quello tutto bene nuovo nuova mentre perché ora ogni anno giorno tre suoi "
     "perciò oggi chi quale stati sarà può deve governo ricerca intelligenza artificiale sviluppo sistema "
     "dati sicurezza imprese legge paese mondo presidente secondo primo ultimo grande altro altri alcuni "
     "lavoro vita casa città uomo donna bambini contro durante verso presso degli negli sugli dell'anno "
     "l'italia italiano italiana procedimento dispositivo"},
    {"pt", NLP_SCRIPT_LATIN, "áâãàçéêíóôõúü",
     "de a o que e do da em um para com não uma os no se na por mais as dos como mas ao das à seu sua ou "
     "quando muito nos já eu também só pelo pela até isso entre depois sem mesmo aos seus quem nas me esse "
     "você essa num nem suas meu às minha numa pelos foi é ser há são está tem era tinha foram estão ter "
     "ano anos dois governo presidente país mundo segundo ainda sobre onde primeiro novo nova inteligência "
     "artificial investigação pesquisa desenvolvimento dados sistema segurança empresas lei pessoas dia "
     "vida tempo brasil portugal português contra durante porque desde cada outro outros todos tudo grande "
     "fazer pode disse então muitos algumas além processo método cidade crianças mulheres"},
    {"nl", NLP_SCRIPT_LATIN, "éëïóöüáèê",
     "de van het een en in is dat op te zijn met voor die niet aan er om ook als bij door naar uit ze hij "
     "maar of worden werd heeft deze dit nog wel over kan geen meer tot was dan hebben ik je we zij mijn "
     "haar hun wat ons onder tegen na wordt al zal zou moet moeten kunnen veel twee jaar jaren nieuwe "
     "nieuw mensen andere tussen alleen omdat waar toen hoe zich zo toch mee eerste maken volgens vanaf "
     "binnen regering onderzoek kunstmatige intelligentie ontwikkeling veiligheid bedrijven overheid "
     "wereld land nederland nederlandse tijd dag week werk school kinderen goed grote gaat komt werkwijze "
     "inrichting gegevens zei heel iets steeds waarbij daarom zonder sinds vooral"},
    {"sv", NLP_SCRIPT_LATIN, "åäöéàü",
     "och i att det som en på är av för med den till inte om ett har de jag var sig från vi så kan man men "
     "hade nu ska efter vid han hon under också skulle när sin ut upp alla där vad mot över mycket bara "
     "andra mellan eller dem någon denna år hur varit detta sedan blir här genom få får två kommer mer än "
     "sina samt bli regeringen forskning utveckling säkerhet företag nya ny första människor sverige "
     "svenska tid dag arbete skola barn stora enligt inom ville måste göra själv utan redan medan många "
     "flera både även något intelligens artificiell system anordning förfarande världen"},
    {"da", NLP_SCRIPT_LATIN, "æøåéö",
     "og i at det er en til af på for med den der ikke de som et har jeg han var sig vi men kan fra ved om "
     "så skal vil blev også efter eller ham over havde hun man nu når hvor ud mod mere være alle kun op "
     "disse under hvad da blive andre bliver siger år noget bare mange hele første meget to få ind nogle "
     "selv denne før skulle mellem uden regeringen forskning udvikling sikkerhed virksomheder nye ny "
     "danmark danske tid dag arbejde skole børn store ifølge inden ville må gøre gennem allerede mens "
     "flere både kunstig intelligens anordning fremgangsmåde verden mennesker sagde ligger hvordan"},
    {"no", NLP_SCRIPT_LATIN, "æøåéòôóöüèê",
     "og i det er på som en for av til at med den har de ikke om et var fra men vi jeg han hun seg så kan "
     "skal vil ble også etter eller være over hadde nå når hvor ut mot mer alle bare opp disse under hva "
     "da bli andre blir sier år noe mange hele første meget mye to få inn noen selv denne før skulle "
     "mellom uten regjeringen forskning utvikling sikkerhet bedrifter nye ny norge norske norsk tid dag "
     "arbeid skole barn store ifølge innen ville må gjøre gjennom allerede mens flere både kunstig "
     "intelligens innretning fremgangsmåte verden mennesker sa ligger hvordan legger frem ikkje eg ein frå "
     "vere korleis"},
    {"is", NLP_SCRIPT_LATIN, "áéíóúýþæöð",
     "og í að er á sem það til við um en var af hann hún ekki með fyrir þess því eru frá þá þegar sér þeir "
     "hafa hefur eða þar eftir svo verið einnig upp ár vera þau þetta þessi sagði segir nýja nýr mikið "
     "fólk ríkisstjórn rannsóknir þróun öryggi íslands íslenska heimur tími dagur börn skóli landi væri "
     "voru hafði sig hjá úr yfir undir milli allt alla allir"},
    {"fi", NLP_SCRIPT_LATIN, "äöåšž",
     "ja on ei se että oli hän en kun joka mutta niin ovat mukaan myös kuin sen hänen ole vain voi jos tai "
     "olla ollut jo sekä nyt ne tämä tämän sitä jotka kanssa mitä minä vielä siitä jossa vuonna vuoden "
     "kaikki hyvin olisi aikana ennen uusi uuden paljon siis kuitenkin koska eivät suomen suomi hallitus "
     "tutkimus kehitys turvallisuus yritykset ihmiset ihmisten tekoäly tekoälyn menetelmä laite maailman "
     "lapset koulu työ jälkeen välillä kautta sanoi muun muassa ensimmäinen toinen kaksi täällä tässä vaan "
     "pitää tulee"},
    {"et", NLP_SCRIPT_LATIN, "äöõüšž",
     "ja on ei et see oli ta kui mis aga ka ning ma seda olid oma või siis mitte kes nii üks välja tema "
     "juba meie nad pärast selle olla oleks kuid veel peale enne aasta aastal aastat eesti uus uue "
     "inimesed inimeste valitsus teadus areng turvalisus ettevõtted tehisintellekt meetod seade maailma "
     "lapsed kool töö ütles sest vaid tuleb peab saab kõik väga ainult vahel kohta järgi poolt"},
    {"lv", NLP_SCRIPT_LATIN, "āčēģīķļņšūž",
     "un ir ka no par ar uz kas bija bet gan nav tas vai arī kā pie tā savu viņš viņa lai pēc ja to jau "
     "tikai gada gadā gadu latvijas latvija valdība pētījumi attīstība drošība uzņēmumi cilvēki cilvēku "
     "mākslīgais intelekts jauns jauna pasaules bērni skola darbs teica sacīja visi ļoti vairāk pirms "
     "starp caur līdz mēs jūs viņi tiek būs ierīce metode paņēmiens"},
    {"lt", NLP_SCRIPT_LATIN, "ąčęėįšųūž",
     "ir kad į yra iš tai su bet o kaip už nuo jis jo buvo ne tik dar taip jau arba apie ar po per metų "
     "metais lietuvos lietuva vyriausybė tyrimai plėtra saugumas įmonės žmonės žmonių dirbtinis intelektas "
     "naujas nauja pasaulio vaikai mokykla darbas sakė visi labai daugiau prieš tarp iki mes jūs jie bus "
     "būti gali turi savo kuris kurie šis ši todėl įrenginys būdas"},
    {"pl", NLP_SCRIPT_LATIN, "ąćęłńóśźż",
     "w i na z się do nie jest że to o jak po za od ale przez dla są był może tym być oraz tego jego już "
     "także które który która ich ma jako tylko czy ze było przy tak co ten go roku lat została został "
     "przed między nad pod bardzo będzie można jednak rząd badania rozwój bezpieczeństwo firmy "
     "przedsiębiorstwa ludzie ludzi sztuczna inteligencja nowy nowa nowe świata świecie polska polski "
     "polskie czas dzień praca szkoła dzieci powiedział według sposób urządzenie gdy kiedy gdzie więcej "
     "nawet wszystkie każdy dwa trzy pierwszy również ponieważ podczas dzięki"},
    {"cs", NLP_SCRIPT_LATIN, "áčďéěíňóřšťúůýž",
     "a v se na je že o s z do i to jako za by ale pro si který která které jsou po jeho jsem bylo podle "
     "také byl byla tak už ve od jen při nebo má ještě bude aby když než před mezi pod nad není může až "
     "své roku let vláda výzkum vývoj bezpečnost firmy společnosti lidé lidí umělá inteligence nový nová "
     "nové světa česká české čas den práce škola děti řekl způsob zařízení kde proto velmi více však "
     "všechny jejich tím kteří protože během první dva"},
    {"sk", NLP_SCRIPT_LATIN, "áäčďéíĺľňóôŕšťúýž",
     "a v sa na je že o s z do i to ako za by ale pre si ktorý ktorá ktoré sú po jeho som bolo podľa aj "
     "bol bola tak už vo od len pri alebo má ešte bude aby keď než pred medzi pod nad nie môže až svoje "
     "roku rokov vláda výskum vývoj bezpečnosť firmy spoločnosti ľudia ľudí umelá inteligencia nový nová "
     "nové sveta slovenská slovenské čas deň práca škola deti povedal spôsob zariadenie kde preto veľmi "
     "viac však všetky ich tým ktorí pretože počas prvý dva"},
    {"sl", NLP_SCRIPT_LATIN, "čšžćđ",
     "in je v na da se za so ki pa z tudi kot ne bi s po o do pri od ali ni bil bila bilo še že ter tem to "
     "lahko med zaradi pred več leta let ljudi ljudje vlada raziskave razvoj varnost podjetja umetna "
     "inteligenca nov nova novo sveta slovenija slovenske čas dan delo šola otroci dejal način naprava "
     "kjer zelo vse vsi njihovo njegov ker kako samo bodo ima imajo tako"},
    {"hr", NLP_SCRIPT_LATIN, "čćđšž",
     "i je u na se da su za od s koji a o kako što nije do ne bi iz će koja to sa te ali kao ili po više "
     "već samo prema još biti može bio bila bilo koje tako ima kada jer godine godina ljudi vlada "
     "istraživanje razvoj sigurnost bezbednost tvrtke preduzeća umjetna veštačka inteligencija nova novi "
     "novo svijeta sveta hrvatska srbija vrijeme vreme dan rad škola djeca deca rekao postupak uređaj gdje "
     "gde vrlo veoma sve svi njegov između nakon posle pod pred"},
    {"hu", NLP_SCRIPT_LATIN, "áéíóöőúüű",
     "a az és hogy nem is egy volt ez meg de csak már még mint ha el azt ki van fel után lesz kell majd "
     "vagy lehet között amely sem ezt nagy minden pedig aki ami most be által arra szerint új év évben "
     "magyar magyarország kormány kutatás fejlesztés biztonság vállalatok emberek mesterséges "
     "intelligencia világ idő nap munka iskola gyerekek mondta eljárás berendezés ahol nagyon több első "
     "két három így úgy voltak volna mert alatt miatt ellen"},
    {"ro", NLP_SCRIPT_LATIN, "ăâîșțşţ",
     "și de în la a cu pe un o nu este din că pentru mai care sunt se au fost sau prin dar ca al ale lui "
     "ce le după fi va ai între când foarte sa să unei unui ani anul ei el aceasta acest această acestea "
     "toate toți fără despre până doar dacă guvernul cercetare dezvoltare securitate companii oameni "
     "oamenilor inteligența artificială nou nouă noi lumii românia română timp zi lucru școală copii spus "
     "metodă dispozitiv unde mult prima primul doi trei și-a s-a într-o dintre către împotriva avea poate "
     "trebuie astfel"},
    {"sq", NLP_SCRIPT_LATIN, "ëç",
     "dhe e në të i për një me që nga si është u nuk më se do ka por kjo ky janë ishte ai ajo kanë mund "
     "edhe pas deri tij saj këtë vit vitit shqipëri shqipërisë qeveria kërkim zhvillim siguria kompani "
     "njerëz inteligjenca artificiale ri re botës koha dita punë shkolla fëmijë tha shumë gjithë para "
     "gjatë mes"},
    {"tr", NLP_SCRIPT_LATIN, "çğıöşüâîû̇",
     "ve bir bu da de için ile olarak çok daha olan gibi ne ama en kadar sonra var o ya her değil olduğunu "
     "olduğu ki mi ise göre veya tarafından ancak şey ben biz onun bunu iki yeni yıl yılında türkiye türk "
     "hükümet araştırma geliştirme güvenlik şirketler insanlar yapay zeka zekâ dünya zaman gün iş okul "
     "çocuklar dedi söyledi yöntem cihaz nasıl neden büyük ilk bütün tüm arasında önce şimdi üzerinde eden "
     "oldu olacak etti yaptı başkan başkanı"},
    {"az", NLP_SCRIPT_LATIN, "çəğıöşü̇",
     "və bir bu ilə üçün də da ki olan olaraq daha çox isə onun həm kimi ən sonra var yox deyil azərbaycan "
     "ildə ili dövlət təhlükəsizlik inkişaf tədqiqat şirkət insanlar süni intellekt yeni dünya vaxt gün iş "
     "məktəb uşaqlar dedi böyük bütün arasında əvvəl görə edir olub edilib"},
    {"ca", NLP_SCRIPT_LATIN, "àçéèíïóòúü·",
     "de la i el que a en les els del un per una amb és no al es ha són més com pel aquest dels seu "
     "aquesta però va també ser seva hi fins ja anys o sobre entre quan tot està si molt sense ens on tots "
     "cada any govern recerca desenvolupament seguretat empreses persones intel·ligència artificial nou "
     "nova món temps dia treball escola infants dit mètode dispositiu perquè després abans catalunya "
     "català"},
    {"gl", NLP_SCRIPT_LATIN, "áéíñóúü",
     "de a o que e do da en un para con non unha os no se na por máis as dos como pero ao das á seu súa ou "
     "cando moi nos xa eu tamén só polo pola ata iso entre despois sen mesmo aos seus quen foi é ser hai "
     "son está ten galicia goberno investigación desenvolvemento seguridade persoas novo nova mundo tempo "
     "día traballo escola nenos dixo"},
    {"eu", NLP_SCRIPT_LATIN, "ñ",
     "eta da du ez bat dira izan den ere baina zen dute beste egin hau hori baino edo bere egiten duen "
     "duela ditu behar oso gehiago urtean urte euskal herriko gobernua ikerketa garapena segurtasuna "
     "enpresak pertsonak adimen artifiziala berria mundua denbora egun lana eskola haurrak esan zuen arte"},
    {"ga", NLP_SCRIPT_LATIN, "áéíóú",
     "an na agus a i ar is do ag le go sé tá ní bhí sin seo ach mar atá siad nach chuig faoi leis ó nuair "
     "bliain rialtas taighde forbairt slándáil daoine nua domhan am lá obair scoil páistí dúirt éireann "
     "gaeilge chun sna"},
    {"cy", NLP_SCRIPT_LATIN, "âêîôûŵŷáéíóúäëïöü",
     "y yr a i yn o ar ei mae am gan wedi i'r oedd fel eu bod ond hyn ac nid neu hefyd sydd cael gyda ni "
     "fod hwn pan blwyddyn llywodraeth ymchwil datblygiad diogelwch pobl newydd byd amser dydd gwaith "
     "ysgol plant meddai cymru cymraeg"},
    {"mt", NLP_SCRIPT_LATIN, "ċġħżàèìòù",
     "li u ta il fil huwa għal mill biex fuq tal bħal kien hija din dan jew ukoll minn b'mod dawn għandu "
     "tiegħu sena gvern riċerka żvilupp sigurtà nies ġdid dinja żmien jum xogħol skola tfal qal malta "
     "maltija kull aktar"},
    {"id", NLP_SCRIPT_LATIN, "é",
     "yang dan di ini itu dengan untuk dari pada tidak dalam ke adalah akan juga oleh ada mereka saya "
     "telah bisa atau seperti karena lebih sebagai kami kita tersebut bahwa dapat hanya para sudah tahun "
     "satu orang negara pemerintah penelitian pengembangan keamanan perusahaan manusia kecerdasan buatan "
     "baru dunia waktu hari kerja sekolah anak kata metode perangkat sangat banyak antara setelah saat "
     "menjadi masih belum namun jika indonesia dua pertama boleh kerajaan malaysia tiada"},
    {"tl", NLP_SCRIPT_LATIN, "ñ",
     "ang ng sa na mga at ay ko si hindi ito para kung siya ni may nang mo niya ka ako nila pero lang din "
     "wala dahil kanyang isang taon pamahalaan pananaliksik kaligtasan tao bago mundo oras araw trabaho "
     "paaralan bata sabi pilipinas sila kami tayo naman lamang"},
    {"vi", NLP_SCRIPT_LATIN, "àáâãèéêìíòóôõùúýăđĩũơưạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ",
     "và của là có trong được cho không với một các những này đã người để khi từ về ra đến cũng như tại "
     "nhưng hay nhiều vào sẽ ông bị năm theo họ tôi trên đó sau ở anh mà chúng nói thì còn vì làm phải lại "
     "nước việt nam ngày mới hơn đang cô bà con chính phủ nghiên cứu phát triển an ninh công ty trí tuệ "
     "nhân tạo thế giới thời gian trường học trẻ em phương pháp thiết rất nếu ai gì nhất hai ba thể nào "
     "đầu tháng quốc gia nhà trước bằng biết cùng sự đi"},
    {"sw", NLP_SCRIPT_LATIN, "",
     "na ya wa kwa ni katika za la kuwa hii huo cha kama watu hiyo mwaka yake wao lakini ambayo baada huu "
     "hilo pia kwamba serikali utafiti maendeleo usalama kampuni akili bandia mpya dunia wakati siku kazi "
     "shule watoto alisema nchi rais zaidi kila bila"},
    {"af", NLP_SCRIPT_LATIN, "áéèêëíîïóôúû",
     "die van en in is het 'n te nie dat vir met op wat aan ek hy sy as om by was ons word deur maar sal "
     "ook uit kan hulle jy daar nou meer toe oor so hierdie jaar regering navorsing ontwikkeling "
     "veiligheid mense nuwe wêreld tyd dag werk skool kinders gesê afrika suid"},
    {"eo", NLP_SCRIPT_LATIN, "ĉĝĥĵŝŭ",
     "la de kaj en al estas ne ke por kun sed li mi ĝi aŭ kiel ĉi tiu jaro homoj nova mondo tempo tago "
     "laboro lernejo infanoj diris registaro esploro evoluo sekureco lingvo esperanto estis pri tio kiuj "
     "havas"},
    {"la", NLP_SCRIPT_LATIN, "æœ",
     "et in est ad non ut cum ex quod qui de sed si per quae esse ab hoc aut sunt enim eius nec atque quam "
     "autem etiam ac hic ille omnia homo anno tempus dies mundus"},
    {"uz", NLP_SCRIPT_LATIN, "ʻʼ",
     "va bu bilan uchun ham bir o'z deb edi esa bo'lgan bo'ladi uning yil yilda o'zbekiston davlat "
     "tadqiqot rivojlanish xavfsizlik odamlar sun'iy intellekt yangi dunyo vaqt kun ish maktab bolalar "
     "dedi katta barcha kerak"},
    {"ru", NLP_SCRIPT_CYRILLIC, "абвгдеёжзийклмнопрстуфхцчшщъыьэюя",
     "и в не на что с по он это как а из то у за от но для о же так его к все бы мы был она или были было "
     "быть до уже только еще при во если когда они со может этого под россии года лет после который "
     "которые также более году нет чтобы чем где время себя между один два правительство исследования "
     "развитие безопасность компании люди людей искусственный интеллект новый новая новые мира способ "
     "устройство сказал заявил есть без этот того их вы ни даже ли ее которая будет через потому страны "
     "день"},
    {"uk", NLP_SCRIPT_CYRILLIC, "абвгґдеєжзиіїйклмнопрстуфхцчшщьюя",
     "і в не на що з та до за у як це є від але для про його він був або так було вже які який яка бути "
     "під може україни україна року років після також щоб при коли де між уряд дослідження розвиток "
     "безпека компанії люди людей штучний інтелект новий нова нові світу спосіб пристрій сказав заявив її "
     "їх ще тільки якщо через день час дуже більше"},
    {"be", NLP_SCRIPT_CYRILLIC, "абвгдеёжзійклмнопрстуўфхцчшыьэюя",
     "і ў не на што з да за у як гэта ад але для пра яго быў або так было ужо якія які якая быць пад можа "
     "беларусі беларусь года гадоў пасля таксама каб пры калі дзе паміж урад даследаванне развіццё бяспека "
     "людзі новы новая свету сказаў яе іх яшчэ толькі вельмі"},
    {"bg", NLP_SCRIPT_CYRILLIC, "абвгдежзийклмнопрстуфхцчшщъьюя",
     "и на да в е за се от с не по са като че това ще до или но при към му който която които след може "
     "беше има години година българия български правителство изследване развитие сигурност компании хора "
     "хората изкуствен интелект нов нова нови света начин устройство каза още само през когато където "
     "между много повече тази този така"},
    {"sr", NLP_SCRIPT_CYRILLIC, "абвгдђежзијклљмнњопрстћуфхцчџш",
     "и је у на се да су за од са који а о како што није до не би из ће која то те али као или по више већ "
     "само према још бити може био била било које тако има када јер године људи влада истраживање развој "
     "безбедност предузећа вештачка интелигенција нова нови света србија време дан рад школа деца рекао "
     "поступак уређај где веома све сви између"},
    {"mk", NLP_SCRIPT_CYRILLIC, "абвгдѓежзѕијклљмнњопрстќуфхцчџш",
     "и на во да се од за со е не што ќе го кои по ја има како или но при бил била може година години "
     "македонија влада истражување развој безбедност луѓе нов нова светот време ден работа училиште деца "
     "рече уште само меѓу многу повеќе оваа овој така ги"},
    {"kk", NLP_SCRIPT_CYRILLIC, "аәбвгғдеёжзийкқлмнңоөпрстуұүфхһцчшщъыіьэюя",
     "және мен бұл үшін да де бір бойынша деп ол еді болып қазақстан жылы жыл мемлекет зерттеу дамыту "
     "қауіпсіздік адамдар жасанды интеллект жаңа әлем уақыт күн жұмыс мектеп балалар деді үлкен барлық "
     "керек туралы болады"},
    {"ky", NLP_SCRIPT_CYRILLIC, "абвгдеёжзийклмнңоөпрстуүфхцчшщъыьэюя",
     "жана бул үчүн менен да бир боюнча деп ал эле болуп кыргызстан жылы жыл мамлекет изилдөө өнүктүрүү "
     "коопсуздук адамдар жаңы дүйнө убакыт күн иш мектеп балдар деди чоң бардык керек жөнүндө"},
    {"mn", NLP_SCRIPT_CYRILLIC, "абвгдеёжзийклмноөпрстуүфхцчшщъыьэюя",
     "ба нь энэ юм байна бол тэр гэж хүн монгол улсын улс он онд засгийн газар судалгаа хөгжил аюулгүй "
     "шинэ дэлхийн цаг өдөр ажил сургууль хүүхэд хэлэв их бүх болон дээр байгаа талаар"},
    {"tg", NLP_SCRIPT_CYRILLIC, "абвгғдеёжзиӣйкқлмнопрстуӯфхҳчҷшъэюя",
     "ва дар ба аз ки ин бо барои он тоҷикистон сол соли давлат таҳқиқот рушд амният одамон нав ҷаҳон вақт "
     "рӯз кор мактаб кӯдакон гуфт бузург ҳама бояд мебошад аст шуд"},
    {"ar", NLP_SCRIPT_ARABIC, "ءآأؤإئابةتثجحخدذرزسشصضطظعغفقكلمنهوىي",
     "في من على إلى أن عن التي الذي هذا هذه مع ما لا كان كما بعد قبل بين حتى أو ثم لم قد كل ذلك و عند وقد "
     "هو هي كانت خلال العام الحكومة البحث الذكاء الاصطناعي الأمن العالم اليوم قال الرئيس الدولة جديدة "
     "الشركات"},
    {"fa", NLP_SCRIPT_ARABIC, "ءآأؤئابپتثجچحخدذرزژسشصضطظعغفقکگلمنوهی",
     "و در به از که این را با است برای آن یک خود تا کرد بر هم نیز شد می‌شود شده می هوش مصنوعی دولت امنیت "
     "جهان سال روز گفت ایران پژوهش توسعه شرکت کشور باید اما یا پس کند کنند های"},
    {"ur", NLP_SCRIPT_ARABIC, "ءآأؤئابپتٹثجچحخدڈذرڑزژسشصضطظعغفقکگلمنںوہھیے",
     "کے میں کی ہے اور سے کا کو اس پر نے کہ یہ ہیں بھی ایک تھا نہیں ہو لیے کیا گیا جو تھے وہ ساتھ بعد "
     "پاکستان حکومت دنیا سال دن کہا"},
    {"ps", NLP_SCRIPT_ARABIC, "آئابپتټثجځچڅحخدډذرړزژږسشښصضطظعغفقکګلمنڼوهۀیېۍ",
     "د په او چې له دا نه کې سره يې هم دی ده به هغه ته شوي افغانستان حکومت کال وويل"},
    {"hi", NLP_SCRIPT_DEVANAGARI, "",
     "के में की है और से का को पर ने कि यह हैं भी एक था नहीं हो लिए किया गया जो थे वह साथ बाद भारत सरकार "
     "दुनिया साल दिन कहा कृत्रिम बुद्धिमत्ता"},
    {"mr", NLP_SCRIPT_DEVANAGARI, "ळऱ",
     "आहे आणि या च्या ला ने की हे ते होते एक नाही करण्यात तर असे त्यांनी महाराष्ट्र सरकार जग वर्ष दिवस "
     "म्हणाले साठी मध्ये आहेत"},
    {"ne", NLP_SCRIPT_DEVANAGARI, "",
     "को मा र छ हो ले का भएको पनि गर्न लागि एक यो भने छन् थियो नेपाल सरकार विश्व वर्ष दिन भन्नुभयो गरेको "
     "तथा"},
    {"he", NLP_SCRIPT_HEBREW, "אבגדהוזחטיכךלמםנןסעפףצץקרשת",
     "של את על לא זה הוא עם כי גם היא אני מה או אם כל היה אבל יש בין רק אחרי לפני ישראל ממשלה עולם שנה יום "
     "אמר אל מן"},
    {"yi", NLP_SCRIPT_HEBREW, "אבגדהוזחטיכךלמםנןסעפףצץקרשתװױײ",
     "און די פון איז אין צו דער א מיט אויף ניט נישט האט זיך דאס װאס זײַן האָבן מען"},
    {0, NLP_SCRIPT_LATIN, 0, 0},
};
/* clang-format on */
