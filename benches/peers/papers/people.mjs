// Names for the authors of synthetic papers. The known ones are there to be asked for.

const words = (text) => text.trim().split(/\s+/);

/** Given names. */
export const GIVEN = words(`
  Wei James Maria Yang Anna David Li Michael Elena Jun Robert Sofia Hao Thomas Julia Min Daniel Laura Xin Peter Sara
  Yu Alexander Emma Jing Andrew Chiara Lei Martin Ana Tao John Isabel Chen Paul Clara Feng Mark Irina Bo Stefan Olga
  Rui Simon Marta Kai Benjamin Nina Jian Christian Eva Lin Matteo Priya Ming Lucas Fatima Xiao Jonas Leila Yi Samuel
  Aisha Zhen Arjun Mei Ravi Yuki Hiroshi Kenji Naoko Takashi Ji-hoon Soo-jin Hyun Min-jun Ivan Dmitri Sergei Natalia
  Pavel Katarzyna Piotr Jan Jakub Zuzana Tomas Petra Gábor Zsófia Andrei Ioana Mihai Nikos Eleni Giorgos Marco Luca
  Giulia Alessandro Francesca Pierre Camille Antoine Élise Jean François Hugo Léa Carlos José Miguel Lucía Pablo
  Carmen João Inês Rafael Beatriz Omar Hassan Layla Mehmet Ayşe Emre Amir Shira Noa Yael Ahmed Nour Khalid Abhishek
  Ananya Rohan Deepa Sanjay Kavita Nguyen Linh Anh Minh Thuy Chidi Ngozi Kwame Amina Tunde
`);

/** Family names, most frequent first. */
export const FAMILY = words(`
  Wang Li Zhang Liu Chen Yang Huang Zhao Wu Zhou Xu Sun Ma Zhu Hu Guo He Lin Luo Gao Zheng Liang Xie Tang Han Cao Deng
  Feng Peng Zeng Xiao Tian Dong Pan Yuan Jiang Cai Yu Du Ye Cheng Su Lu Ding Ren Shen Yao Kim Lee Park Choi Jung Kang
  Cho Yoon Jang Lim Sato Suzuki Takahashi Tanaka Watanabe Ito Yamamoto Nakamura Kobayashi Kato Yoshida Smith Johnson
  Williams Brown Jones Garcia Miller Davis Rodriguez Martinez Hernandez Lopez Gonzalez Wilson Anderson Thomas Taylor
  Moore Jackson Martin Thompson White Harris Clark Lewis Robinson Walker Young Allen King Wright Scott Hill Green
  Adams Baker Nelson Carter Mitchell Roberts Turner Phillips Campbell Parker Evans Edwards Collins Stewart Morris
  Murphy Cook Rogers Morgan Cooper Peterson Reed Bailey Müller Schmidt Schneider Fischer Weber Meyer Wagner Becker
  Schulz Hoffmann Schäfer Koch Bauer Richter Klein Wolf Schröder Neumann Schwarz Zimmermann Braun Krüger Hofmann
  Hartmann Lange Rossi Russo Ferrari Esposito Bianchi Romano Colombo Ricci Marino Greco Bruno Gallo Conti Costa Dubois
  Durand Leroy Moreau Simon Laurent Lefebvre Michel Bernard Petit Roux Fournier Girard Silva Santos Oliveira Souza
  Pereira Ferreira Almeida Ivanov Petrov Smirnov Volkov Sokolov Popov Novák Svoboda Dvořák Kowalski Nowak Wiśniewski
  Kamiński Nagy Horváth Tóth Papadopoulos Georgiou Yılmaz Kaya Demir Cohen Levy Mizrahi Peretz Sharma Gupta Patel
  Singh Kumar Reddy Iyer Rao Mehta Joshi Nair Banerjee Chatterjee Das Ghosh Nguyen Tran Pham Hoang Vu Okafor Adeyemi
  Mensah Diallo Hosseini Ahmadi Rahimi Karimi Haddad Mansour
`);

/** Whole names that the queries ask for. */
export const KNOWN = [
  "Yoshua Bengio", "Yann LeCun", "Geoffrey Hinton", "Jürgen Schmidhuber", "Sergey Levine", "Pieter Abbeel",
  "Chelsea Finn", "Christopher Manning", "Percy Liang", "Andrew Ng", "Kaiming He", "Jure Leskovec",
  "Bernhard Schölkopf", "Michael I. Jordan", "Danqi Chen", "Jimmy Lin", "Terence Tao", "Edward Witten",
  "John Preskill",
];
